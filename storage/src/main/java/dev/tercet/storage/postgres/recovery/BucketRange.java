package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import java.util.UUID;

/**
 * The ids of some buckets, in the order of the database, which compares the bytes.
 *
 * @param before the id before the first, which no row has
 * @param last the last
 */
record BucketRange(UUID before, UUID last) {
  static BucketRange of(BucketSpan buckets) {
    int shift = Long.SIZE - EmbeddingId.BUCKET_BITS;
    long first = (long) buckets.first() << shift;
    long last = (long) (buckets.end() - 1) << shift;
    UUID before = buckets.first() == 0 ? new UUID(0, 0) : new UUID(first - 1, -1L);
    return new BucketRange(before, new UUID(last | (1L << shift) - 1, -1L));
  }
}

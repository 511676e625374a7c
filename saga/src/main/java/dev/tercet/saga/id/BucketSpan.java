package dev.tercet.saga.id;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Buckets that stand side by side.
 *
 * @param first the first of them
 * @param end the one behind the last
 */
public record BucketSpan(int first, int end) {
  /** Every bucket. */
  public static final BucketSpan ALL = new BucketSpan(0, EmbeddingId.BUCKETS);

  public BucketSpan {
    if (first < 0 || end <= first || end > EmbeddingId.BUCKETS) {
      throw new IllegalArgumentException("no buckets from %d to %d".formatted(first, end));
    }
  }

  /** That bucket alone. */
  public static BucketSpan of(int bucket) {
    return new BucketSpan(bucket, bucket + 1);
  }

  /** Every bucket, in spans of at most {@code length}. */
  public static List<BucketSpan> ofLength(int length) {
    return IntStream.iterate(0, first -> first < EmbeddingId.BUCKETS, first -> first + length)
        .mapToObj(first -> new BucketSpan(first, Math.min(first + length, EmbeddingId.BUCKETS)))
        .toList();
  }

  /** True when the bucket is one of them. */
  public boolean contains(int bucket) {
    return bucket >= first && bucket < end;
  }
}

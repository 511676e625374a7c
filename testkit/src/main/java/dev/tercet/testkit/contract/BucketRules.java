package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Passage;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Points counted and paged by bucket (docs/protocol.md §8). */
interface BucketRules {
  LedgerScene scene();

  private LedgerAudit audit() {
    return scene().ledger().audit();
  }

  private List<UUID> points(int bucket) {
    return Paging.all(
            PointRow::embeddingId,
            (Optional<UUID> after) ->
                audit()
                    .pointRowsOfBuckets(
                        BucketSpan.of(bucket), "model", after.orElse(null), Paging.LIMIT))
        .stream()
        .map(PointRow::embeddingId)
        .toList();
  }

  private void record(List<UUID> points) {
    Claim claim = scene().claimed("a letter", "words");
    List<Passage> passages = new ArrayList<>();
    for (UUID point : points) {
      Passage drawn = scene().passage(claim, passages.size(), "words");
      passages.add(
          new Passage(
              drawn.extraction(),
              drawn.ordinal(),
              drawn.start(),
              drawn.end(),
              drawn.text(),
              drawn.contentHash(),
              point,
              drawn.model(),
              drawn.facts()));
    }
    assertThat(scene().recorded(claim, passages.toArray(Passage[]::new))).isTrue();
  }

  @Test
  @DisplayName("§8: bucket counts are what the buckets' pages have, and empty ones no keys")
  default void countsWhatItPages() {
    List<UUID> drawn = IntStream.range(0, 40).mapToObj(_ -> UUID.randomUUID()).toList();
    record(drawn);

    Map<Integer, Long> counts = audit().bucketCounts("model");

    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(40);
    counts.forEach((bucket, count) ->
        assertThat(points(bucket))
            .as("bucket %s", bucket)
            .hasSize(count.intValue())
            .hasSize((int) audit().bucketCount(bucket, "model"))
            .allMatch(point -> EmbeddingId.bucket(point) == bucket)
            .allMatch(drawn::contains));
  }

  @Test
  @DisplayName("§8: a bucket has its first and its last id, and is paged in Qdrant's order")
  default void pagesABucketFromItsFirstToItsLastId() {
    List<UUID> inTheFirst = edges(0).subList(1, 5);
    List<UUID> beforeTheMiddle = edges(EmbeddingId.BUCKETS / 2 - 1);
    List<UUID> behindTheMiddle = edges(EmbeddingId.BUCKETS / 2);
    List<UUID> inTheLast = edges(EmbeddingId.BUCKETS - 1);
    List<UUID> all = new ArrayList<>(inTheLast);
    all.addAll(beforeTheMiddle.reversed());
    all.addAll(behindTheMiddle);
    all.addAll(inTheFirst.reversed());
    record(all);

    assertThat(points(0)).isEqualTo(inTheFirst);
    assertThat(points(EmbeddingId.BUCKETS / 2 - 1)).isEqualTo(beforeTheMiddle);
    assertThat(points(EmbeddingId.BUCKETS / 2)).isEqualTo(behindTheMiddle);
    assertThat(points(EmbeddingId.BUCKETS - 1)).isEqualTo(inTheLast);
    assertThat(points(1)).isEmpty();
    assertThat(audit().bucketCount(1, "model")).isZero();
    assertThat(audit().bucketCount(0, "other")).isZero();
    assertThat(
            audit()
                .pointRowsOfBuckets(BucketSpan.ALL, "model", beforeTheMiddle.getLast(), 1_000)
                .stream()
                .map(PointRow::embeddingId))
        .isEqualTo(Stream.concat(behindTheMiddle.stream(), inTheLast.stream()).toList());
    assertThat(audit().bucketCounts("model"))
        .containsOnly(
            Map.entry(0, 4L),
            Map.entry(EmbeddingId.BUCKETS / 2 - 1, 5L),
            Map.entry(EmbeddingId.BUCKETS / 2, 5L),
            Map.entry(EmbeddingId.BUCKETS - 1, 5L));
  }

  /** The first, some and the last id of a bucket, in order; the nil id is no id of a point. */
  private static List<UUID> edges(int bucket) {
    int shift = Long.SIZE - EmbeddingId.BUCKET_BITS;
    long first = (long) bucket << shift;
    long last = first | (1L << shift) - 1;
    return List.of(
        new UUID(first, 0),
        new UUID(first, 1),
        new UUID(first, -1),
        new UUID(last, 7),
        new UUID(last, -1));
  }
}

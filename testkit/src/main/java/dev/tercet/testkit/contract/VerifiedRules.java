package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import java.time.Instant;
import java.util.BitSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Since when everything older has been compared (docs/protocol.md §8). */
interface VerifiedRules {
  Instant EARLY = Instant.parse("2026-11-01T10:00:00Z");
  Instant LATE = Instant.parse("2026-11-01T11:00:00Z");

  LedgerScene scene();

  private CollectionStore collections() {
    return scene().ledger().collections();
  }

  private static BitSet buckets(int from, int to) {
    return buckets(IntStream.range(from, to));
  }

  private static BitSet buckets(IntStream buckets) {
    return buckets.collect(BitSet::new, BitSet::set, BitSet::or);
  }

  @Test
  @DisplayName("§8: verified is never later than the bucket that was compared first")
  default void isAsOldAsTheOldestBucket() {
    CollectionRecord points = collections().creating("points", "model", 4);
    assertThat(collections().verifiedThrough()).isNull();
    collections().verified(points, buckets(0, 1_000), LATE);
    collections().verified(points, buckets(1_001, EmbeddingId.BUCKETS), LATE);
    assertThat(collections().verifiedThrough()).as("one is not compared yet").isNull();

    collections().verified(points, buckets(IntStream.of(1_000)), EARLY);

    assertThat(collections().verifiedThrough()).isEqualTo(EARLY);
    collections().verified(points, buckets(IntStream.of(7)), EARLY.minusSeconds(1));
    assertThat(collections().verifiedThrough()).as("it was compared later, too").isEqualTo(EARLY);
    collections().verified(points, buckets(IntStream.of(1_000, 7)), LATE.plusSeconds(1));
    assertThat(collections().verifiedThrough()).isEqualTo(LATE);
  }

  @Test
  @DisplayName("§8: a project is verified by its own comparison or by that of everything")
  default void takesTheLaterOfBoth() {
    CollectionRecord points = collections().creating("points", "model", 4);
    UUID project = scene().project();
    assertThat(collections().verifiedThrough(project)).isNull();

    collections().verified(points, project, EARLY);

    assertThat(collections().verifiedThrough(project)).isEqualTo(EARLY);
    assertThat(collections().verifiedThrough(new UUID(1, 1))).isNull();
    assertThat(collections().verifiedThrough()).isNull();
    assertThat(scene().ledger().projects().verifiedThrough(project)).isEqualTo(EARLY);
    collections().verified(points, buckets(0, EmbeddingId.BUCKETS), LATE);
    assertThat(collections().verifiedThrough(project)).isEqualTo(LATE);
    collections().verified(points, project, EARLY);
    assertThat(collections().verifiedThrough(project)).isEqualTo(LATE);
  }

  @Test
  @DisplayName("§8: nothing is verified any more once a collection is created")
  default void beginsAnewWithACollection() {
    CollectionRecord points = collections().creating("points", "model", 4);
    collections().verified(points, buckets(0, EmbeddingId.BUCKETS), LATE);
    collections().verified(points, scene().project(), LATE);

    collections().creating("points", "model", 4);

    assertThat(collections().verifiedThrough()).isNull();
    assertThat(collections().verifiedThrough(scene().project())).isNull();
  }

  @Test
  @DisplayName("§8: what was compared with a former incarnation verifies nothing")
  default void forgetsWhatWasComparedWithAFormerIncarnation() {
    CollectionRecord former = collections().creating("points", "model", 4);
    collections().creating("points", "model", 4);

    collections().verified(former, buckets(0, EmbeddingId.BUCKETS), LATE);
    collections().verified(former, scene().project(), LATE);

    assertThat(collections().verifiedThrough()).isNull();
    assertThat(collections().verifiedThrough(scene().project())).isNull();
  }
}

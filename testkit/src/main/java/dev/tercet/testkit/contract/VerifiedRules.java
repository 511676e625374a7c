package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Since when everything older has been compared (docs/protocol.md §8). */
interface VerifiedRules {
  Instant EARLY = Instant.parse("2026-11-01T10:00:00Z");
  Instant LATE = Instant.parse("2026-11-01T11:00:00Z");

  LedgerScene scene();

  private RecoveryStore recovery() {
    return scene().ledger().recovery();
  }

  private static List<Integer> buckets(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  @DisplayName("§8: verified is never later than the bucket that was compared first")
  default void isAsOldAsTheOldestBucket() {
    CollectionRecord points = recovery().creating("points", "model", 4);
    assertThat(recovery().verifiedThrough()).isNull();
    recovery().verified(points, buckets(0, 1_000), LATE);
    recovery().verified(points, buckets(1_001, EmbeddingId.BUCKETS), LATE);
    assertThat(recovery().verifiedThrough()).as("one is not compared yet").isNull();

    recovery().verified(points, List.of(1_000), EARLY);

    assertThat(recovery().verifiedThrough()).isEqualTo(EARLY);
    recovery().verified(points, List.of(7), EARLY.minusSeconds(1));
    assertThat(recovery().verifiedThrough()).as("it was compared later, too").isEqualTo(EARLY);
    recovery().verified(points, List.of(1_000, 7), LATE.plusSeconds(1));
    assertThat(recovery().verifiedThrough()).isEqualTo(LATE);
  }

  @Test
  @DisplayName("§8: a project is verified by its own comparison or by that of everything")
  default void takesTheLaterOfBoth() {
    CollectionRecord points = recovery().creating("points", "model", 4);
    UUID project = scene().project();
    assertThat(recovery().verifiedThrough(project)).isNull();

    recovery().verified(points, project, EARLY);

    assertThat(recovery().verifiedThrough(project)).isEqualTo(EARLY);
    assertThat(recovery().verifiedThrough(new UUID(1, 1))).isNull();
    assertThat(recovery().verifiedThrough()).isNull();
    assertThat(scene().ledger().projects().verifiedThrough(project)).isEqualTo(EARLY);
    recovery().verified(points, buckets(0, EmbeddingId.BUCKETS), LATE);
    assertThat(recovery().verifiedThrough(project)).isEqualTo(LATE);
    recovery().verified(points, project, EARLY);
    assertThat(recovery().verifiedThrough(project)).isEqualTo(LATE);
  }

  @Test
  @DisplayName("§8: nothing is verified any more once a collection is created")
  default void beginsAnewWithACollection() {
    CollectionRecord points = recovery().creating("points", "model", 4);
    recovery().verified(points, buckets(0, EmbeddingId.BUCKETS), LATE);
    recovery().verified(points, scene().project(), LATE);

    recovery().creating("points", "model", 4);

    assertThat(recovery().verifiedThrough()).isNull();
    assertThat(recovery().verifiedThrough(scene().project())).isNull();
  }

  @Test
  @DisplayName("§8: what was compared with a former incarnation verifies nothing")
  default void forgetsWhatWasComparedWithAFormerIncarnation() {
    CollectionRecord former = recovery().creating("points", "model", 4);
    recovery().creating("points", "model", 4);

    recovery().verified(former, buckets(0, EmbeddingId.BUCKETS), LATE);
    recovery().verified(former, scene().project(), LATE);

    assertThat(recovery().verifiedThrough()).isNull();
    assertThat(recovery().verifiedThrough(scene().project())).isNull();
  }
}

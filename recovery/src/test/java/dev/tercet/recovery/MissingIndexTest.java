package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static dev.tercet.recovery.ModelScene.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryReport.Count;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A sweep while the index over buckets is being replaced, or whoever did that has died. */
class MissingIndexTest {
  private static final UUID STRANGER = new UUID(1L << 52, 1);

  private final ModelScene scene = new ModelScene();
  private final Recovery process = scene.started();

  private static RecoveryReport sweep(Recovery by, boolean dryRun) {
    var request = new RecoveryRequest(new Everything(), Depth.TRIAGE, dryRun, 100, false);
    return by.run(request, UUID.randomUUID()).orElseThrow();
  }

  private List<UUID> standing() {
    return scene.old.points().stream().map(StoredPoint::id).toList();
  }

  /** One point is missing, and another one is an orphan whose grace is over. */
  private UUID drift() {
    scene.finished(OLD, "letter", "whales sing", "under water");
    scene.old.plant(
        OWNER, ModelScene.stranger(STRANGER, scene.project, new UUID(0x0190_0000_0000_7fffL, 1)));
    sweep(process, false);
    scene.clock.advance(RecoverySettings.DEFAULT.grace());
    UUID lost = standing().stream().filter(it -> !it.equals(STRANGER)).findFirst().orElseThrow();
    scene.old.lose(List.of(lost));
    return lost;
  }

  @Test
  void isIncompleteFindsNothingDeletesNothingAndTheNextOneIsComplete() {
    UUID lost = drift();
    scene.old.dropBucketIndex();
    List<UUID> before = standing();

    RecoveryReport first = sweep(process, false);

    assertThat(first.complete()).isFalse();
    assertThat(first.aborted()).isNull();
    assertThat(first.unread()).singleElement().asString().contains("cannot count points yet");
    assertThat(first.drift().values()).containsOnly(new Count(0, 0, 0));
    assertThat(first.remaining()).isZero();
    assertThat(standing()).isEqualTo(before);

    RecoveryReport second = sweep(process, false);

    assertThat(second.complete()).isTrue();
    assertThat(second.drift()).containsEntry(Drift.MISSING_POINT, new Count(1, 1, 0));
    assertThat(second.drift()).containsEntry(Drift.ORPHAN_POINT, new Count(1, 1, 0));
    assertThat(standing()).contains(lost).doesNotContain(STRANGER);
  }

  @Test
  void saysSoInADryRunAndLeavesTheIndexToOthers() {
    scene.finished(OLD, "letter", "whales sing");
    scene.old.dropBucketIndex();

    RecoveryReport dry = sweep(process, true);

    assertThat(dry.complete()).isFalse();
    assertThat(dry.unread()).singleElement().asString().contains("cannot count points yet");
    assertThatThrownBy(scene.old::bucketCounts).isInstanceOf(IndexMissingException.class);
  }

  @Test
  void isIncompleteTooWhenTheIndexCannotBeMadeEither() {
    scene.finished(OLD, "letter", "whales sing");
    scene.old.dropBucketIndex();
    FaultPlan calm = FaultPlan.none();
    assertThat(sweep(scene.process(OLD, calm), false).complete()).isFalse();
    int ensured = calm.calls().indexOf("PointStore.ensureCollection") + 1;
    assertThat(ensured).isPositive();
    scene.old.dropBucketIndex();

    RecoveryReport report = sweep(scene.process(OLD, FaultPlan.at(ensured, Fault.REFUSED)), false);

    assertThat(report.complete()).isFalse();
    assertThat(report.unread())
        .hasSize(2)
        .anyMatch(it -> it.startsWith(StoreUnavailableException.Store.QDRANT + " is away"));
  }
}

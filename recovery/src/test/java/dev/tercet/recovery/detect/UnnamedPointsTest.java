package dev.tercet.recovery.detect;

import static dev.tercet.recovery.ModelScene.OLD;
import static dev.tercet.recovery.ModelScene.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.CallWatch;
import dev.tercet.recovery.ModelScene;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.recovery.plan.Repair;
import dev.tercet.recovery.repair.PointRestorer;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Point;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Points of a living document that none of its passages names, such as those of a former cut. */
class UnnamedPointsTest {
  private static final Duration GRACE = RecoverySettings.DEFAULT.grace();

  private final ModelScene scene = new ModelScene();

  @Test
  void aSweepFindsThemByTheirCountAndRemovesThemAfterTheGrace() {
    Recovery process = scene.started();
    UUID letter = scene.finished(OLD, "letter", "whales sing", "under water");
    Point former = ModelScene.stranger(new UUID(0x4_567L << 52, 1), scene.project, letter);
    scene.old.plant(ModelScene.OWNER, former);

    assertThat(run(process, Depth.TRIAGE, 100).quarantined()).isEqualTo(1);
    assertThat(scene.old.points()).hasSize(3);
    scene.clock.advance(GRACE.plusSeconds(1));
    run(process, Depth.TRIAGE, 100);

    assertThat(scene.old.points()).hasSize(2).noneMatch(it -> it.id().equals(former.id()));
    scene.everyLivingPassageHasItsPoint();
  }

  @Test
  void whatIsRecordedAndFinishedBetweenAnyTwoCallsIsNone() {
    CallWatch.beforeEachCall(UnnamedPointsTest::finishedAt);
  }

  /** Its points are there from the start on, as if its worker had just written them. */
  private static int finishedAt(int at) {
    var scene = new ModelScene();
    Recovery process = scene.started();
    scene.freeLocks(process);
    Claim claim = scene.written(OLD, "letter", "whales sing", "under water");
    var watch =
        new CallWatch(call -> {
          if (call == at) {
            scene.recorded(OLD, claim, "whales sing", "under water");
            assertThat(scene.ledger.extractions().complete(claim)).isEqualTo(Completion.DONE);
          }
        });
    RecoveryReport report = run(scene.process(OLD, FaultPlan.none(), watch), Depth.EXACT, 100);
    assertThat(report.quarantined()).as("finished before call %d: %s", at, report).isZero();
    return watch.calls();
  }

  @Test
  void noPointIsLookedAtWhileItIsNotKnownWhetherTheyAreBeingRefilled() {
    Recovery process = scene.process(OLD, FaultPlan.none());
    process.ensureCollection();
    UUID letter = scene.finished(OLD, "letter", "whales sing");
    Point former = ModelScene.stranger(new UUID(0x4_567L << 52, 1), scene.project, letter);
    scene.old.plant(ModelScene.OWNER, former);
    int call = 0;
    FaultPlan plan;
    Optional<RecoveryReport> report;
    do {
      scene.freeLocks(process);
      plan = FaultPlan.at(++call, Fault.REFUSED);
      process = scene.process(OLD, plan);
      report = reportOf(process);
    } while (!plan.struck().equals(Optional.of("PointStore.exists")));

    assertThat(report).isPresent();
    assertThat(report.get().unread()).isNotEmpty();
    assertThat(report.get().points()).isZero();
    assertThat(scene.ledger.orphans().count()).isZero();
  }

  private static Optional<RecoveryReport> reportOf(Recovery process) {
    try {
      return Optional.of(run(process, Depth.EXACT, 100));
    } catch (StoreUnavailableException _) {
      return Optional.empty();
    }
  }

  @Test
  void aPointIsNotRestoredForARowThatWentMeanwhile() {
    scene.old.ensureCollection();
    scene.finished(OLD, "letter", "whales sing");
    scene.finished(OLD, "note", "birds sing");
    List<Repair.Restore> lost =
        scene.rows().stream().map(row -> new Repair.Restore(row, row.epoch())).toList();
    PointRow gone = lost.getFirst().row();
    scene.old.dropCollection();
    scene.old.ensureCollection();
    LedgerAudit cutAnew =
        Replaced.method(
            LedgerAudit.class,
            scene.ledger.audit(),
            "pointRows",
            (audit, arguments) ->
                audit.pointRows(ids(arguments[0])).stream()
                    .filter(row -> !row.equals(gone))
                    .toList());

    int restored = new PointRestorer(cutAnew, scene.old, OLD, () -> false).restore(lost);

    assertThat(restored).isEqualTo(1);
    assertThat(scene.old.points())
        .singleElement()
        .extracting(it -> it.id())
        .isEqualTo(lost.getLast().row().embeddingId());
  }

  private static Collection<UUID> ids(Object argument) {
    return ((Collection<?>) argument).stream().map(UUID.class::cast).toList();
  }
}

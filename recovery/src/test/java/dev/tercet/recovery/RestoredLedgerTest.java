package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static dev.tercet.recovery.ModelScene.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.detect.Sentinel;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryReport.Count;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A Postgres that was put back under newer points, and what is waited for before they go. */
class RestoredLedgerTest {
  private static final List<UUID> STRANGERS =
      IntStream.range(1, 4).mapToObj(n -> new UUID((long) n << 52, 1)).toList();

  private final ModelScene scene = new ModelScene();

  /** Points of documents that this Postgres does not know, whose newest run it did not see. */
  private Recovery putBack() {
    scene.sentinels.ensureCollection();
    scene.sentinels.upsert(List.of(Sentinel.numbered(OWNER, 500)));
    Recovery process = scene.started();
    scene.finished(OLD, "letter", "whales sing", "under water");
    STRANGERS.forEach(
        id -> scene.old.plant(OWNER, ModelScene.stranger(id, scene.project, UUID.randomUUID())));
    return process;
  }

  private RecoveryReport run(Recovery process, boolean dryRun, boolean force) {
    var request = new RecoveryRequest(new Everything(), Depth.EXACT, dryRun, 100, force);
    return process.run(request, UUID.randomUUID()).orElseThrow();
  }

  private boolean strangersStand() {
    return scene.old.points().stream().map(StoredPoint::id).toList().containsAll(STRANGERS);
  }

  @Test
  void isNoticedByTheFirstRunAndNothingIsDeletedUntilItsGraceIsOver() {
    Recovery process = putBack();

    RecoveryReport first = run(process, false, false);

    assertThat(first.trust().wentBackAt()).isNotNull();
    assertThat(first.trust().orphansWait()).contains("Postgres is older");
    assertThat(first.quarantined()).isEqualTo(3);
    scene.clock.advance(RecoverySettings.DEFAULT.restoreGrace().minusSeconds(1));
    RecoveryReport later = run(process, false, false);
    assertThat(later.trust().wentBackAt()).isEqualTo(first.trust().wentBackAt());
    assertThat(later.quarantined()).isEqualTo(3);
    assertThat(strangersStand()).isTrue();

    scene.clock.advance(Duration.ofSeconds(2));
    RecoveryReport last = run(process, false, false);

    assertThat(last.trust().wentBackAt()).isNull();
    assertThat(last.trust().orphansWait()).isNull();
    assertThat(last.drift()).containsEntry(Drift.ORPHAN_POINT, new Count(3, 3, 0));
    assertThat(scene.old.points()).hasSize(2);
  }

  @Test
  void isPassedOverWhenAPersonSaysSo() {
    Recovery process = putBack();
    run(process, false, false);
    scene.clock.advance(RecoverySettings.DEFAULT.grace());
    assertThat(run(process, false, false).quarantined()).isEqualTo(3);

    RecoveryReport forced = run(process, false, true);

    assertThat(forced.drift()).containsEntry(Drift.ORPHAN_POINT, new Count(3, 3, 0));
    assertThat(scene.old.points()).hasSize(2);
  }

  @Test
  void aDryRunSaysSoAndWritesNothing() {
    Recovery process = putBack();
    long number = scene.ledger.runs().numbered(0, Duration.ZERO).number();
    scene.sentinels.upsert(List.of(Sentinel.numbered(OWNER, 1_000)));

    RecoveryReport dry = run(process, true, false);

    assertThat(dry.trust().wentBackAt()).isNotNull();
    assertThat(scene.ledger.runs().numbered(0, Duration.ZERO).number()).isEqualTo(number);
    assertThat(scene.ledger.orphans().count()).isZero();
  }

  @Test
  void orphansWaitForOneRunWhenTheSentinelIsLost() {
    Recovery process = putBack();
    run(process, false, true);
    scene.clock.advance(RecoverySettings.DEFAULT.grace());
    scene.sentinels.dropCollection();

    assertThat(run(process, false, true).trust().orphansWait()).contains("was not there");
    assertThat(strangersStand()).isTrue();
    run(process, false, true);
    assertThat(strangersStand()).isFalse();
  }

  @Test
  void aProcessStartsThoughItCannotLeaveTheSentinelAndTheNextRunLeavesIt() {
    scene.process(OLD, FaultPlan.none()).ensureCollection();
    FaultPlan calm = FaultPlan.none();
    scene.process(OLD, calm).ensureCollection();
    int write = calm.calls().indexOf("PointStore.upsert") + 1;
    assertThat(write).isPositive();
    Recovery process = scene.process(OLD, FaultPlan.at(write, Fault.REFUSED));

    process.ensureCollection();

    long number = scene.ledger.runs().numbered(0, Duration.ZERO).number();
    assertThat(sentinel()).isLessThan(number);
    run(process, false, false);
    assertThat(sentinel()).isEqualTo(number + 1);
  }

  private long sentinel() {
    return new Sentinel(scene.sentinels, OWNER).read().orElseThrow();
  }

  @Test
  void orphansWaitWhenPostgresGoesBackDuringTheRun() {
    var watch =
        new CallWatch(
            call -> scene.sentinels.upsert(List.of(Sentinel.numbered(OWNER, 5_000 + 10L * call))));
    putBack();
    scene.freeLocks(scene.process(OLD, FaultPlan.none()));
    Recovery process = scene.process(OLD, FaultPlan.none());
    run(process, false, true);
    scene.clock.advance(RecoverySettings.DEFAULT.grace());

    RecoveryReport report = run(scene.process(OLD, FaultPlan.none(), watch), false, true);

    assertThat(report.trust().orphansWait()).contains("gone back since the run began");
    assertThat(strangersStand()).isTrue();
  }

  @Test
  void noOrphanWaitsBecauseAnotherRunHasBegunMeanwhile() {
    var watch =
        new CallWatch(_ -> {
          long next = scene.ledger.runs().number(0, Duration.ZERO).number();
          scene.sentinels.upsert(List.of(Sentinel.numbered(OWNER, next)));
        });
    putBack();
    scene.freeLocks(scene.process(OLD, FaultPlan.none()));
    run(scene.process(OLD, FaultPlan.none()), false, true);
    scene.clock.advance(RecoverySettings.DEFAULT.restoreGrace().plusSeconds(1));

    RecoveryReport report = run(scene.process(OLD, FaultPlan.none(), watch), false, false);

    assertThat(report.trust().orphansWait()).isNull();
    assertThat(strangersStand()).isFalse();
  }
}

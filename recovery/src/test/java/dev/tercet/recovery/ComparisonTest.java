package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static dev.tercet.recovery.ModelScene.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryReport.Count;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Drift;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.fault.FaultPlan;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a run compares, what it leaves alone, and what happens meanwhile. */
class ComparisonTest {
  private static final int PASSAGES = 25;

  private final ModelScene scene = new ModelScene();

  private Recovery withDocuments() {
    Recovery process = scene.started();
    for (int number = 0; number < PASSAGES; number++) {
      scene.finished(OLD, "note " + number, "note of number " + number);
    }
    scene.clock.advance(Duration.ofMinutes(1));
    return process;
  }

  private static long found(RecoveryReport report) {
    return report.drift().values().stream().mapToLong(Count::found).sum();
  }

  @Test
  void aRefillComparesEveryRowOnce() {
    Recovery process = withDocuments();
    scene.old.dropCollection();

    List<RecoveryReport> runs = new ArrayList<>();
    do {
      runs.add(run(process, Depth.TRIAGE, 10));
    } while (process.recordedCollections().getFirst().refilling());

    assertThat(runs).extracting(RecoveryReport::points).containsExactly(10L, 10L, 5L, 25L);
    assertThat(runs).extracting(RecoveryReport::complete).containsExactly(false, false, true, true);
    assertThat(runs).extracting(RecoveryReport::remaining).containsExactly(15L, 5L, 0L, 0L);
    assertThat(found(runs.getLast())).as("the last one only counts").isZero();
    assertThat(scene.old.points()).hasSize(PASSAGES);
  }

  @Test
  void anotherProcessGoesOnWithTheRefill() {
    Recovery first = withDocuments();
    scene.old.dropCollection();
    run(first, Depth.TRIAGE, 20);
    scene.freeLocks(first);

    RecoveryReport second = run(scene.process(OLD, FaultPlan.none()), Depth.TRIAGE, 20);

    assertThat(second.points()).isEqualTo(5);
    assertThat(scene.old.points()).hasSize(PASSAGES);
  }

  @Test
  void rowsWhosePointsCouldNotBeWrittenAreComparedAgain() {
    Recovery process = withDocuments();
    scene.old.dropCollection();
    process.holdWhile(() -> true);
    assertThat(run(process, Depth.TRIAGE, 20).unread()).isNotEmpty();
    process.holdWhile(() -> false);

    assertThat(run(process, Depth.TRIAGE, 20).points()).isEqualTo(20);
  }

  @Test
  void aPointThatIsLostBehindTheCursorIsFoundBeforeTheRefillIsOver() {
    Recovery process = withDocuments();
    scene.old.dropCollection();
    run(process, Depth.TRIAGE, 20);
    UUID early =
        scene.old.points().stream().map(StoredPoint::id).min(EmbeddingId.ORDER).orElseThrow();
    scene.old.lose(List.of(early));
    run(process, Depth.TRIAGE, 20);

    RecoveryReport last = run(process, Depth.TRIAGE, 20);

    assertThat(last.drift().get(Drift.MISSING_POINT)).isEqualTo(new Count(1, 1, 0));
    assertThat(scene.old.points()).hasSize(PASSAGES);
  }

  @Test
  void aDetectorThatFailsKeepsNoOtherFromItsComparison() {
    withDocuments();
    scene.old.lose(List.of(scene.old.points().iterator().next().id()));
    JobQueue broken =
        (JobQueue)
            Proxy.newProxyInstance(
                JobQueue.class.getClassLoader(),
                new Class<?>[] {JobQueue.class},
                (_, method, arguments) -> {
                  if (Set.of("search", "stranded").contains(method.getName())) {
                    throw new NumberFormatException("an answer of " + method.getName());
                  }
                  return method.invoke(scene.queue, arguments);
                });
    Recovery process = scene.process(OLD, FaultPlan.none(), new CallWatch(_ -> {}), broken);

    RecoveryReport report =
        process.run(RecoveryRequest.sweep(Depth.EXACT, 100), new UUID(1, 1)).orElseThrow();

    assertThat(report.complete()).isFalse();
    assertThat(report.unread())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("NumberFormatException"));
    assertThat(report.drift().get(Drift.MISSING_POINT)).isEqualTo(new Count(1, 1, 0));
  }

  @Test
  void aSweepVerifiesOnlyWhatItHasCompared() {
    Recovery process = withDocuments();

    assertThat(run(process, Depth.TRIAGE, 100).trust().verifiedThrough())
        .as("it has counted everything, and compared a part")
        .isNull();

    Instant start = scene.clock.instant();
    assertThat(run(process, Depth.EXACT, 100).trust().verifiedThrough()).isEqualTo(start);
    scene.clock.advance(Duration.ofMinutes(1));
    assertThat(run(process, Depth.TRIAGE, 100).trust().verifiedThrough())
        .as("the other buckets were compared a minute ago")
        .isEqualTo(start);
  }

  @Test
  void whatCouldNotBeRepairedIsNotVerified() {
    Recovery process = withDocuments();
    scene.old.lose(List.of(scene.old.points().getFirst().id()));
    process.holdWhile(() -> true);

    assertThat(run(process, Depth.EXACT, 100).trust().verifiedThrough()).isNull();
  }

  @Test
  void aDeletionEndsWithAReceiptUnlessAMessageMayBeLeft() {
    Recovery process = scene.started();
    UUID read = scene.finished(OLD, "letter", "whales sing");
    UUID unread = scene.finished(OLD, "card", "whales sing");
    scene.ledger.extractions().delete(scene.project, read);
    removed(process);
    assertThat(history(read).getLast().reason()).isEqualTo(RemovalStore.RECEIPT);

    scene.queue.publish(new Hint(unread, 1), QueueName.DEFAULT);
    scene.ledger.extractions().delete(scene.project, unread);
    removed(process);

    assertThat(scene.ledger.extractions().standing(List.of(unread))).isEmpty();
    assertThat(history(unread).getLast().reason()).isNotEqualTo(RemovalStore.RECEIPT);
  }

  private void removed(Recovery process) {
    process.removeOnce();
    scene.clock.advance(RecoverySettings.DEFAULT.secondLook().plusSeconds(1));
    process.removeOnce();
  }

  private List<ExtractionReader.Change> history(UUID extraction) {
    return scene.ledger.reader().history(scene.project, extraction);
  }

  @Test
  void quarantinedOrphansMakeNoSuspectsAndAreForgottenWhenTheyHaveGone() {
    Recovery process = withDocuments();
    Set<UUID> strange =
        IntStream.range(0, 3)
            .mapToObj(n -> new UUID((long) n << 52, 1))
            .collect(Collectors.toSet());
    strange.forEach(id ->
        scene.old.plant(
            ModelScene.OWNER, ModelScene.stranger(id, scene.project, UUID.randomUUID())));
    assertThat(run(process, Depth.EXACT, 100).quarantined()).isEqualTo(3);

    RecoveryReport sweep = run(process, Depth.TRIAGE, 100);

    assertThat(sweep.quarantined()).isEqualTo(3);
    assertThat(found(sweep)).isZero();
    scene.old.lose(strange);
    scene.clock.advance(RecoverySettings.DEFAULT.grace());
    run(process, Depth.TRIAGE, 100);
    assertThat(scene.ledger.orphans().count()).isZero();
  }

  @Test
  void whatIsReplacedBetweenAnyTwoCallsIsNoFinding() {
    CallWatch.beforeEachCall(ComparisonTest::replacedAt);
  }

  private static int replacedAt(int at) {
    var scene = new ModelScene();
    var watch =
        new CallWatch(call -> {
          if (call == at) {
            scene.finished(OLD, "letter", "whales sing", "twice");
            scene.process(OLD, FaultPlan.none()).removeOnce();
          }
        });
    Recovery process = scene.started();
    scene.finished(OLD, "letter", "whales sing", "under water");
    scene.freeLocks(process);
    RecoveryReport report = run(scene.process(OLD, FaultPlan.none(), watch), Depth.EXACT, 100);
    assertThat(found(report)).as("replaced before call %d: %s", at, report).isZero();
    return watch.calls();
  }
}

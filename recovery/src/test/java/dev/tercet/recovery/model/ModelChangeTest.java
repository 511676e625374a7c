package dev.tercet.recovery.model;

import static dev.tercet.recovery.ModelScene.NEW;
import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.CallWatch;
import dev.tercet.recovery.ModelScene;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Point;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.FaultSweep;
import dev.tercet.testkit.fault.SimulatedCrash;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelChangeTest {
  private static final int PASSES = 60;

  /** Two finished documents by the old model, in a collection that is recorded. */
  private static ModelScene scene() {
    var scene = new ModelScene();
    Recovery _ = scene.started();
    scene.finished(OLD, "letter", "whales sing", "under water", "at night");
    scene.finished(OLD, "card", "the invoice is due");
    scene.clock.advance(Duration.ofMinutes(1));
    return scene;
  }

  /** Does what the schedule repeats, as long as it takes; a store that is away is tried again. */
  private static void passes(ModelScene scene, Recovery process) {
    for (int pass = 0; pass < PASSES; pass++) {
      try {
        process.convertOnce(UUID::randomUUID);
        process.removeOnce();
      } catch (StoreUnavailableException | EmbedderUnavailableException _) {
        scene.freeLocks(process); // its connection is gone, too
      }
      scene.clock.advance(Duration.ofSeconds(10));
    }
  }

  private static void start(ModelScene scene, Recovery process) {
    try {
      process.ensureCollection();
    } catch (StoreUnavailableException _) {
      process.ensureCollection();
    }
    scene.clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void bringsEveryPassageToTheNewModelAndEndsTheOldCollection() {
    ModelScene scene = scene();
    Recovery process = scene.process(NEW, FaultPlan.none());

    start(scene, process);

    assertThat(process.readingCollection()).isEqualTo("points-old");
    assertThat(process.recordedCollections().getFirst().refilling()).isTrue();
    assertThat(process.convertOnce(UUID::randomUUID)).as("others learn of it first").isZero();
    scene.clock.advance(ModelChange.HEAD_START);
    assertThat(process.convertOnce(UUID::randomUUID)).isEqualTo(4);
    assertThat(scene.rowsOf(NEW)).isEqualTo(4);
    assertThat(scene.old.points()).isEmpty();
    assertThat(process.readingCollection()).isEqualTo("points-old");
    passes(scene, process);
    scene.isOver();
    assertThat(process.readingCollection()).isEqualTo("points-new");
    assertThat(scene.now.points()).hasSize(4);
  }

  @Test
  void keepsEveryPassageVisibleBeforeEachCallOfTheConversion() {
    ModelScene scene = scene();
    var watch = new CallWatch(_ -> scene.everyLivingPassageHasItsPoint());
    Recovery process = scene.process(NEW, FaultPlan.none(), watch);
    start(scene, process);
    passes(scene, process);
    scene.isOver();
    assertThat(watch.calls()).isGreaterThan(20);
  }

  @Test
  void goesOnInBatchesWhereItStopped() {
    ModelScene scene = scene();
    for (int number = 0; number < ModelChange.BATCH; number++) {
      scene.finished(OLD, "note " + number, "note of number " + number);
    }
    Recovery first = scene.process(NEW, FaultPlan.none());
    start(scene, first);
    first.convertOnce(UUID::randomUUID);
    scene.clock.advance(ModelChange.HEAD_START);
    assertThat(first.convertOnce(UUID::randomUUID)).isEqualTo(ModelChange.BATCH);
    assertThat(scene.rowsOf(OLD)).isEqualTo(4);
    scene.freeLocks(first);

    Recovery second = scene.process(NEW, FaultPlan.none());
    start(scene, second);
    second.convertOnce(UUID::randomUUID);
    scene.clock.advance(ModelChange.HEAD_START);
    assertThat(second.convertOnce(UUID::randomUUID)).isEqualTo(4);
    passes(scene, second);
    scene.isOver();
  }

  @Test
  void convergesWhateverFailsAtWhicheverCall() {
    int runs =
        FaultSweep.everyCallOf(plan -> {
          ModelScene scene = scene();
          Recovery first = scene.process(NEW, plan);
          try {
            start(scene, first);
            passes(scene, first);
          } catch (SimulatedCrash _) {
            assertThat(plan.isDead()).isTrue();
          }
          scene.everyLivingPassageHasItsPoint();
          scene.freeLocks(first);
          Recovery second = scene.process(NEW, FaultPlan.none());
          start(scene, second);
          passes(scene, second);
          scene.isOver();
        });
    assertThat(runs).isGreaterThan(100);
  }

  /**
   * Lets something happen before each call of a conversion in turn, and lets it come to its end.
   */
  private static void duringEveryCall(Consumer<ModelScene> accident) {
    int calls = run(0, accident);
    assertThat(calls).isGreaterThan(20);
    for (int call = 1; call <= calls; call++) {
      run(call, accident);
    }
  }

  private static int run(int at, Consumer<ModelScene> accident) {
    ModelScene scene = scene();
    var watch =
        new CallWatch(call -> {
          if (call == at) {
            accident.accept(scene);
          }
          scene.everyLivingPassageHasItsPoint();
        });
    Recovery process = scene.process(NEW, FaultPlan.none(), watch);
    start(scene, process);
    passes(scene, process);
    scene.isOver();
    return watch.calls();
  }

  private static UUID letter(ModelScene scene) {
    return scene.rows().getFirst().extraction();
  }

  @Test
  void letsADeletionWinAtAnyMoment() {
    duringEveryCall(scene -> scene.ledger.extractions().delete(scene.project, letter(scene)));
  }

  @Test
  void bringsNothingBackOfADeletionThatIsOverAtAnyMoment() {
    duringEveryCall(scene -> {
      scene.ledger.extractions().delete(scene.project, letter(scene));
      Recovery other = scene.process(NEW, FaultPlan.none());
      other.removeOnce();
      scene.clock.advance(RecoverySettings.DEFAULT.secondLook());
      other.removeOnce();
    });
  }

  @Test
  void letsANewVersionByTheNewModelSucceedAtAnyMoment() {
    duringEveryCall(scene -> {
      scene.now.ensureCollection();
      scene.finished(NEW, "letter", "whales sing", "twice");
    });
  }

  @Test
  void convertsAnAttemptThatIsUnderWay() {
    ModelScene scene = scene();
    Claim claim = scene.begun(OLD, "report", "not yet whole");
    Recovery process = scene.process(NEW, FaultPlan.none());
    start(scene, process);
    process.convertOnce(UUID::randomUUID);
    scene.clock.advance(ModelChange.HEAD_START);
    assertThat(process.convertOnce(UUID::randomUUID)).isEqualTo(5);
    assertThat(scene.ledger.extractions().complete(claim)).isEqualTo(Completion.DONE);
    passes(scene, process);
    scene.isOver();
    assertThat(scene.rows()).hasSize(5);
  }

  @Test
  void convertsWhatAFormerProcessStillWritesAndIsNotConvertedBackByIt() {
    ModelScene scene = scene();
    Recovery former = scene.process(OLD, FaultPlan.none());
    Recovery process = scene.process(NEW, FaultPlan.none());
    start(scene, process);
    process.convertOnce(UUID::randomUUID);
    scene.clock.advance(ModelChange.HEAD_START);
    process.convertOnce(UUID::randomUUID);
    scene.finished(OLD, "late letter", "written by who does not know better");

    assertThat(former.convertOnce(UUID::randomUUID)).isZero();
    scene.clock.advance(ModelChange.HEAD_START);
    assertThat(former.convertOnce(UUID::randomUUID)).isZero();
    passes(scene, process);
    scene.isOver();
    assertThat(scene.now.points()).hasSize(5);

    assertThat(former.watchOnce(UUID.randomUUID())).isPresent();
    assertThat(scene.old.exists()).as("a former process does not bring it back").isFalse();
    former.ensureCollection();
    assertThat(scene.old.exists()).as("but it chooses it again when it starts again").isTrue();
  }

  @Test
  void goesBackToTheFormerModelHalfWay() {
    ModelScene scene = scene();
    Recovery process = scene.process(NEW, FaultPlan.none());
    start(scene, process);
    scene.finished(NEW, "new letter", "by the new model");
    scene.freeLocks(process);

    Recovery back = scene.process(OLD, FaultPlan.none());
    start(scene, back);
    passes(scene, back);
    assertThat(scene.rowsOf(NEW)).isZero();
    assertThat(scene.now.exists()).isFalse();
    assertThat(back.readingCollection()).isEqualTo("points-old");
    scene.everyLivingPassageHasItsPoint();
  }

  @Test
  void leavesTheCollectionToOthersWhoHavePointsInIt() {
    ModelScene scene = scene();
    Point.Payload payload = scene.rows().getFirst().payload(1);
    var theirs = new Point(new UUID(9, 9), new float[] {1, 0, 0, 0, 0, 0, 0, 1}, payload);
    scene.old.plant(new UUID(8, 8), theirs);
    Recovery process = scene.process(NEW, FaultPlan.none());
    start(scene, process);
    passes(scene, process);
    assertThat(scene.old.points()).extracting(StoredPoint::id).containsExactly(theirs.id());
    assertThat(process.readingCollection()).isEqualTo("points-new");
  }

  @Test
  void convertsAllThatAFormerProcessHasWrittenIntoARetiredCollectionAtOnce() {
    ModelScene scene = scene();
    Point.Payload payload = scene.rows().getFirst().payload(1);
    scene.old.plant(
        new UUID(8, 8), new Point(new UUID(9, 9), new float[] {1, 0, 0, 0, 0, 0, 0, 1}, payload));
    Recovery process = scene.process(NEW, FaultPlan.none());
    start(scene, process);
    passes(scene, process);
    String[] texts =
        IntStream.range(0, 2 * ModelChange.BATCH + 1)
            .mapToObj("late passage %d"::formatted)
            .toArray(String[]::new);
    scene.finished(OLD, "late book", texts);

    scene.clock.advance(RecoverySettings.DEFAULT.interval().multipliedBy(10));
    while (process.convertOnce(UUID::randomUUID) > 0) {
      assertThat(scene.rowsOf(OLD)).isLessThan(texts.length);
    }

    assertThat(scene.rowsOf(OLD)).isZero();
    scene.everyLivingPassageHasItsPoint();
  }

  @Test
  void removesADeletedDocumentFromEveryCollection() {
    ModelScene scene = scene();
    Recovery process = scene.process(NEW, FaultPlan.none());
    start(scene, process);
    UUID letter = letter(scene);
    scene.ledger.extractions().delete(scene.project, letter);

    assertThat(process.removeOnce()).isEqualTo(1);
    assertThat(scene.old.idsOf(List.of(letter), null, 10)).isEmpty();
    assertThat(scene.old.points()).hasSize(1);
  }
}

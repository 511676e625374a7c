package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.NEW;
import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** While there is no room on the disk nothing is written that can wait. */
class HeldTest {
  private final ModelScene scene = new ModelScene();
  private final AtomicBoolean full = new AtomicBoolean();

  private Recovery started() {
    Recovery process = scene.started();
    process.holdWhile(full::get);
    scene.finished(OLD, "letter", "whales sing", "under water");
    scene.clock.advance(Duration.ofMinutes(1));
    return process;
  }

  /** Everything that the schedule repeats, long enough for all of it to be due. */
  private void passes(Recovery process) {
    for (int pass = 0; pass < 60; pass++) {
      process.watchOnce(UUID.randomUUID());
      process.sweepOnce(UUID.randomUUID());
      process.convertOnce(UUID::randomUUID);
      process.removeOnce();
      scene.clock.advance(Duration.ofSeconds(10));
    }
  }

  @Test
  void aLostCollectionIsRefilledOnceThereIsRoom() {
    Recovery process = started();
    scene.old.dropCollection();
    full.set(true);

    passes(process);
    assertThat(scene.old.points()).isEmpty();

    full.set(false);
    passes(process);
    assertThat(scene.old.points()).hasSize(2);
  }

  @Test
  void aRunOnRequestSaysWhyPointsStayAway() {
    Recovery process = started();
    scene.old.dropCollection();
    full.set(true);

    RecoveryReport report =
        process.run(RecoveryRequest.sweep(Depth.EXACT, 100), new UUID(1, 1)).orElseThrow();

    assertThat(report.complete()).isFalse();
    assertThat(report.unread()).singleElement().asString().contains("no room on the disk");
    assertThat(scene.old.points()).isEmpty();
  }

  @Test
  void noPassageIsConvertedUntilThereIsRoom() {
    started();
    full.set(true);
    Recovery process = scene.process(NEW, FaultPlan.none());
    process.holdWhile(full::get);
    process.ensureCollection();

    passes(process);
    assertThat(scene.rowsOf(OLD)).isEqualTo(2);
    assertThat(scene.now.points()).isEmpty();
    scene.everyLivingPassageHasItsPoint();

    full.set(false);
    passes(process);
    scene.isOver();
  }

  @Test
  void removalsGoOnWithoutRoom() {
    Recovery process = started();
    UUID letter = scene.rows().getFirst().extraction();
    full.set(true);

    scene.ledger.extractions().delete(scene.project, letter);
    passes(process);

    assertThat(scene.old.points()).isEmpty();
    assertThat(scene.ledger.removals()).isEmpty();
  }
}

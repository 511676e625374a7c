package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.repair.RemovalRunner;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A replica that comes back with what its fellows have removed, while others answer the reads. */
class SecondLookTest {
  private static final Duration WAIT = Duration.ofMinutes(10);

  private final ModelScene scene = new ModelScene();

  @Test
  void theSecondLookRemovesAgainWhatNoReadShows() {
    scene.old.ensureCollection();
    UUID deleted = scene.finished(OLD, "letter", "whales sing", "under water");
    UUID kept = scene.finished(OLD, "note", "birds sing");
    List<StoredPoint> before = scene.old.points();
    assertThat(scene.ledger.extractions().delete(scene.project, deleted)).isNotNull();
    PointStore fellows = Replaced.method(PointStore.class, scene.old, "idsOf", (_, _) -> List.of());
    var removals =
        new RemovalRunner(scene.ledger.removalStore(), () -> List.of(fellows), scene.queue, WAIT);
    assertThat(removals.removeOnce()).isEqualTo(1);
    assertThat(scene.old.points()).hasSize(1);

    before.stream()
        .filter(point -> !isOf(point, kept))
        .forEach(point ->
            scene.old.plant(
                ModelScene.OWNER, ModelScene.stranger(point.id(), scene.project, deleted)));
    scene.clock.advance(WAIT.plusSeconds(1));
    assertThat(removals.removeOnce()).isEqualTo(1);

    assertThat(scene.old.points()).hasSize(1).allMatch(point -> isOf(point, kept));
    assertThat(scene.ledger.removals()).isEmpty();
  }

  private static boolean isOf(StoredPoint point, UUID extraction) {
    return point.payload() != null && point.payload().extraction().equals(extraction);
  }
}

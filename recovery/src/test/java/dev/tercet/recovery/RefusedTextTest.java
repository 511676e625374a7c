package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.NEW;
import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.model.ModelChange;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One text that the embedder refuses stops nothing else. */
class RefusedTextTest {
  /** The new model, which takes no text with that word. */
  private record Without(String word, List<Integer> asked) implements Embedder {
    @Override
    public String model() {
      return NEW.model();
    }

    @Override
    public int dimension() {
      return NEW.dimension();
    }

    @Override
    public List<Embedded> embed(List<String> texts, Purpose purpose) {
      asked.add(texts.size());
      return texts.stream()
          .map(it ->
              it.contains(word)
                  ? new Embedded.Refused("too long", true)
                  : NEW.embed(List.of(it), purpose).getFirst())
          .toList();
    }
  }

  @Test
  void leavesAPassageThatTheNewModelRefusesWithItsFormerOne() {
    var scene = new ModelScene();
    Recovery _ = scene.started();
    scene.finished(OLD, "letter", "whales sing", "under water", "at night");
    scene.finished(OLD, "card", "the invoice is due");
    scene.clock.advance(Duration.ofMinutes(1));
    var picky = new Without("invoice", new ArrayList<>());
    Recovery process = scene.process(picky, FaultPlan.none());
    process.ensureCollection();
    scene.clock.advance(Duration.ofSeconds(1));
    process.convertOnce(UUID::randomUUID);
    scene.clock.advance(ModelChange.HEAD_START);
    while (scene.rowsOf(NEW) < 3) {
      process.convertOnce(UUID::randomUUID);
    }
    while (process.convertOnce(UUID::randomUUID) > 0) {
      scene.everyLivingPassageHasItsPoint();
    }
    while (process.convertOnce(UUID::randomUUID) > 0) {
      scene.everyLivingPassageHasItsPoint();
    }
    int asked = picky.asked().size();
    assertThat(process.convertOnce(UUID::randomUUID)).isZero();
    assertThat(picky.asked()).as("it is not refused again at once").hasSize(asked);
    scene.clock.advance(RecoverySettings.DEFAULT.interval());
    assertThat(process.convertOnce(UUID::randomUUID)).as("but later").isEqualTo(1);
    assertThat(scene.rowsOf(OLD)).isEqualTo(1);
    assertThat(scene.old.exists()).isTrue();
    scene.everyLivingPassageHasItsPoint();
    scene.freeLocks(process);

    Recovery taking = scene.process(NEW, FaultPlan.none());
    taking.ensureCollection();
    for (int pass = 0; pass < 60; pass++) {
      taking.convertOnce(UUID::randomUUID);
      scene.clock.advance(Duration.ofSeconds(10));
    }
    scene.isOver();
  }

  @Test
  void aTextThatIsRefusedKeepsNoOtherPointFromComingBack() {
    var scene = new ModelScene();
    Recovery process = scene.process(NEW, FaultPlan.none());
    process.ensureCollection();
    scene.finished(NEW, "letter", "whales sing", "the invoice is due", "at night");
    List<UUID> lost = scene.now.points().stream().map(StoredPoint::id).toList();
    scene.now.remove(lost, Long.MAX_VALUE);
    scene.freeLocks(process);

    Recovery picky = scene.process(new Without("invoice", new ArrayList<>()), FaultPlan.none());
    RecoveryReport report =
        picky
            .run(
                new RecoveryRequest(
                    new Scope.Everything(), RecoveryRequest.Depth.EXACT, false, 100, true),
                UUID.randomUUID())
            .orElseThrow();

    assertThat(report.drift().get(Drift.MISSING_POINT))
        .isEqualTo(new RecoveryReport.Count(3, 2, 1));
    assertThat(scene.now.points()).hasSize(2);
  }
}

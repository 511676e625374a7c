package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one provider meets is nothing to the documents of another. */
class TwoProvidersTest {
  private final TwoProviders two = new TwoProviders(new Scene());
  private final Scene scene = two.scene;
  private final ScriptedModel other = two.other;
  private final Project project = two.project("of-other", "{\"model\":\"other\"}");
  private final QueueWorker worker = scene.worker(two.models());

  @Test
  void eachProjectAsksTheModelThatItChooses() {
    Extraction mine = scene.accept(project, "a.txt", "Ada wrote it.");
    Extraction usual = scene.accept("a.txt", "Ada wrote it.");
    Project withModel = two.project("exact", "{\"model\":\"other/scripted-1\"}");
    Extraction exact = scene.accept(withModel, "a.txt", "Grace wrote it.");
    scene.work(worker);

    assertThat(List.of(two.status(mine), two.status(usual), two.status(exact)))
        .containsOnly(Status.DONE);
    assertThat(scene.model.asked()).hasSize(1);
    assertThat(other.asked()).hasSize(2);
  }

  @Test
  void anAnswerOfTheOneIsNoneOfTheOther() {
    scene.accept("a.txt", "Ada wrote it.");
    scene.work(worker);
    Project changed = two.project("demo", "{\"model\":\"other\"}");
    Extraction again = scene.accept(changed, "b.txt", "Ada wrote it.");
    scene.work(worker);

    assertThat(two.status(again)).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(1);
    assertThat(other.asked()).hasSize(1);
  }

  @Test
  void documentsOfOneInTroubleWaitWhileTheOthersAreDone() {
    other.answers(_ -> TwoProviders.met(Trouble.WRONG_KEY));
    Extraction first = scene.accept(project, "first.txt", "Ada wrote it.");
    scene.work(worker);
    List<Extraction> waiting =
        IntStream.range(0, 20)
            .mapToObj(it -> scene.accept(project, it + ".txt", "Ada wrote number " + it))
            .toList();
    List<Extraction> going =
        IntStream.range(0, 20)
            .mapToObj(it -> scene.accept(it + ".txt", "Grace wrote number " + it))
            .toList();
    scene.work(worker);

    assertThat(going).extracting(two::status).containsOnly(Status.DONE);
    assertThat(waiting).extracting(two::status).containsOnly(Status.PENDING);
    assertThat(scene.extraction(project.id(), waiting.getFirst().id()).attempts()).isZero();
    assertThat(other.asked()).hasSize(1);

    scene.clock.advance(Duration.ofSeconds(4));
    scene.work(worker);
    assertThat(other.asked()).as("one has come back to see").hasSize(2);
    other.answersWell();
    scene.clock.advance(Duration.ofSeconds(4));
    scene.work(worker);
    assertThat(two.otherGate.health().isOpen()).isTrue();
    scene.relay.publishDue(scene.ledger.providers().hasten(1_000).due());
    for (int turn = 0; turn < 5; turn++) {
      scene.work(worker);
      scene.clock.advance(Duration.ofSeconds(10));
    }
    assertThat(waiting).extracting(two::status).containsOnly(Status.DONE);
    assertThat(two.status(first)).isEqualTo(Status.DONE);
  }

  @Test
  void workGoesOnWhileTheUsualOneIsInTrouble() {
    scene.model.answers(_ -> TwoProviders.met(Trouble.BROKEN));
    scene.accept("first.txt", "Grace wrote it.");
    scene.work(worker);
    Extraction waiting = scene.accept("second.txt", "Grace wrote it, too.");
    Extraction going = scene.accept(project, "a.txt", "Ada wrote it.");
    scene.work(worker);

    assertThat(two.status(going)).isEqualTo(Status.DONE);
    assertThat(two.status(waiting)).isEqualTo(Status.PENDING);
    assertThat(scene.model.asked()).hasSize(1);
  }

  @Test
  void oneThatIsSilentHoldsItsShareOfTheWorkerAndNoMore() throws InterruptedException {
    var silence = new CountDownLatch(1);
    other.answers(request -> {
      await(silence);
      return ScriptedModel.firstWord(request);
    });
    int concurrency = scene.settings.working().concurrency();
    for (int i = 0; i < 2 * concurrency; i++) {
      scene.accept(project, i + ".txt", "Ada wrote number " + i);
    }
    Extraction going = scene.accept("a.txt", "Grace wrote it.");
    scene.relay.pollOnce();
    try {
      long deadline = System.nanoTime() + Scene.PATIENCE.toNanos();
      while (two.status(going) != Status.DONE && System.nanoTime() < deadline) {
        worker.takeOnce();
      }
      assertThat(two.status(going)).isEqualTo(Status.DONE);
      assertThat(worker.running()).isLessThanOrEqualTo(concurrency / 2);
      assertThat(other.asked()).hasSize(1);
    } finally {
      silence.countDown();
    }
    for (int turn = 0; turn < 10; turn++) {
      assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
      scene.clock.advance(Duration.ofSeconds(10));
      scene.work(worker);
    }
    assertThat(scene.ledger.projects().counts(project.id()))
        .containsEntry(Status.DONE, 2L * concurrency);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aModelThatIsNotConfiguredAnyMoreIsWaitedForAndStopsNobodyElse() {
    Project former = two.project("former", "{\"model\":\"gone\"}");
    Extraction waiting = scene.accept(former, "a.txt", "Ada wrote it.");
    Extraction going = scene.accept("a.txt", "Grace wrote it.");
    scene.work(worker);

    assertThat(two.status(going)).isEqualTo(Status.DONE);
    Extraction shown = scene.extraction(former.id(), waiting.id());
    assertThat(shown.status()).isEqualTo(Status.PENDING);
    assertThat(shown.attempts()).isZero();
    assertThat(shown.failure()).extracting(Failure::code).isEqualTo("model-not-configured");

    two.project("former", "{\"model\":\"other\"}");
    scene.workLater(worker);
    scene.workLater(worker);
    assertThat(two.status(waiting)).isEqualTo(Status.DONE);
  }
}

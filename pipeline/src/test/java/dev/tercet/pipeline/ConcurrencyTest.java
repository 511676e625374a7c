package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
  private final Scene scene = new Scene();

  /** The model answers only once {@code go} is open, and opens {@code asked} when it is asked. */
  private void holdModel(CountDownLatch asked, CountDownLatch go) {
    scene.model.answers(request -> {
      asked.countDown();
      try {
        if (!go.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody let the model answer");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      return ScriptedModel.firstWord(request);
    });
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Eight documents have one question; this happens while the model thinks, then all end. */
  private void whileEightAskTheSame(Runnable happens) throws InterruptedException {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    holdModel(asked, go);
    var worker = scene.worker();
    for (int i = 0; i < 8; i++) {
      scene.accept(i + ".txt", "Ada wrote it.");
    }
    worker.takeOnce();
    await(asked);
    happens.run();
    go.countDown();
    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
  }

  @Test
  void theSameQuestionIsAskedOnceHoweverManyAskIt() throws Exception {
    whileEightAskTheSame(() -> {});

    assertThat(scene.model.asked()).hasSize(1);
    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 8L);
  }

  @Test
  void aQuestionThatWasGivenUpIsAskedByAnotherWorkerAtOnce() {
    scene.model.answers(request -> {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted", new InterruptedException());
    });
    var interrupted = new AtomicBoolean(true);
    scene.wire.before(
        "AnswerStore.abandoned", () -> interrupted.set(Thread.currentThread().isInterrupted()));
    scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());
    scene.model.answersWell();
    Extraction equal = scene.accept("b.txt", "Ada wrote it.");
    scene.work(scene.worker());

    assertThat(interrupted).isFalse();
    assertThat(scene.extraction(equal.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aQuestionThatCannotBeFreedHidesNothing() {
    scene.model.answers(request -> {
      throw new IllegalStateException("the model's own failure");
    });
    scene.wire.fail("AnswerStore.abandoned", 1, () -> Scene.away(Store.POSTGRES));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());

    assertThat(scene.extraction(accepted.id()).failure())
        .isNotNull()
        .extracting(Failure::message, InstanceOfAssertFactories.STRING)
        .contains("the model's own failure");
  }

  @Test
  void aWorkerThatIsHeldTakesNothingUntilItIsFree() {
    var held = new AtomicBoolean(true);
    var worker = scene.worker();
    worker.holdWhile(held::get);
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");

    assertThat(worker.takeOnce()).isZero();
    assertThat(worker.resumeOnce(Set.of())).isZero();
    held.set(false);
    scene.work(worker);

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aDeletedDocumentTakesNobodyAlongWhoHasTheSameQuestion() throws Exception {
    whileEightAskTheSame(() -> {
      UUID asking = scene.model.asked().getFirst().extraction();
      scene.ledger.extractions().delete(scene.project.id(), asking);
    });

    assertThat(scene.model.asked())
        .as("once more, if nobody else had asked yet")
        .hasSizeBetween(1, 2);
    assertThat(scene.ledger.projects().counts(scene.project.id()))
        .containsEntry(Status.DONE, 7L)
        .containsEntry(Status.FAILED, 0L);
  }

  @Test
  void whenAProjectIsDeletedNobodyAsksItsQuestionAgain() throws Exception {
    whileEightAskTheSame(() -> scene.ledger.projects().delete(scene.project.id()));

    assertThat(scene.model.asked()).hasSize(1);
    assertThat(scene.ledger.inspect().calls()).hasSize(1);
  }

  @Test
  void answersThatComeInRenewTheDeadline() throws Exception {
    scene.model.answers(request -> {
      scene.clock.advance(Duration.ofMinutes(1));
      return ScriptedModel.firstWord(request);
    });
    scene.accept("a.txt", WayOfADocumentTest.document(8));
    scene.wire.reset();
    // One call at once: no clock moves between an answer and what comes of it.
    var health = new ProviderHealth("model", scene.clock);
    var gate = new ProviderGate(1, Scene.PATIENCE, ProviderRates.unlimited(), null, health);
    scene.work(scene.worker(gate));
    assertThat(scene.wire.calls("ExtractionStore.advance")).isGreaterThanOrEqualTo(4);
  }

  @Test
  void anAttemptThatLearnsThatItLostItsClaimAsksNoMore() {
    Extraction accepted = scene.accept("a.txt", WayOfADocumentTest.document(40));
    scene.model.answers(request -> {
      scene.clock.advance(Duration.ofMinutes(1));
      if (request.ordinal() >= 4) {
        scene.ledger.extractions().cancel(scene.project.id(), accepted.id());
      }
      return ScriptedModel.firstWord(request);
    });
    scene.work(scene.worker());

    assertThat(scene.model.asked()).hasSizeLessThanOrEqualTo(8);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.CANCELLED);
    assertThat(scene.points.points()).isEmpty();
  }

  @Test
  void pointsOfADocumentThatWasDeletedMeanwhileAreRemovedAgain() {
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.wire.before(
        "PassageStore.record",
        () -> {
          Outcome outcome = scene.ledger.extractions().delete(scene.project.id(), accepted.id());
          assertThat(outcome).isInstanceOf(Outcome.Changed.class);
        });
    scene.work(scene.worker());
    assertThat(scene.points.points()).isEmpty();
    assertThat(scene.passages(accepted.id())).isEmpty();
  }

  @Test
  void pointsStayWhenTheClaimWentToTheNextAttempt() {
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.wire.before(
        "PassageStore.record",
        () -> {
          UUID session = scene.session(accepted.id());
          scene.ledger.kill(session);
          scene.ledger.endIfDead(session, 3);
        });
    scene.work(scene.worker());
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    assertThat(scene.points.points()).hasSize(1);
  }

  @Test
  void aStoppingWorkerLetsQuickAttemptsEnd() throws Exception {
    QueueWorker worker = scene.worker();
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    holdModel(asked, go);
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    Thread running = Thread.ofVirtual().start(worker::runUntilStopped);
    await(asked);
    worker.stop();
    go.countDown();
    assertThat(running.join(Scene.PATIENCE)).isTrue();
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aStoppingWorkerGivesSlowAttemptsBackUncounted() throws Exception {
    QueueWorker worker = scene.worker();
    var asked = new CountDownLatch(1);
    holdModel(asked, new CountDownLatch(1));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    Thread running = Thread.ofVirtual().start(worker::runUntilStopped);
    await(asked);
    worker.stop();
    assertThat(running.join(Scene.PATIENCE)).isTrue();

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.stage()).isEqualTo(Stage.ACCEPTED);
    scene.model.answersWell();
    scene.work(scene.worker());
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
  }
}

package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Scene scene = new Scene();

  @Test
  void aClosedSessionTakesItsWorkWithItAndANewOneGoesOn() throws Exception {
    var worker = scene.worker();
    var asked = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    scene.model.answers(_ -> {
      asked.countDown();
      try {
        new CountDownLatch(1).await(20, TimeUnit.SECONDS);
        throw new IllegalStateException("nobody interrupted the model");
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw new IllegalStateException("interrupted", e);
      }
    });
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    worker.takeOnce();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    scene.clock.advance(Duration.ofSeconds(30));
    UUID old = scene.session(accepted.id());
    assertThat(scene.ledger.endIfDead(old, 3)).isTrue();
    worker.beatOnce();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();

    scene.model.answersWell();
    scene.work(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.session(accepted.id())).isNotEqualTo(old);
  }

  @Test
  void aWorkerThatWakesUpInAClosedSessionClaimsByItsMessagesInTheNextOne() {
    var worker = scene.worker();
    Extraction first = scene.accept("a.txt", "Ada wrote it.");
    worker.takeOnce();
    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
    UUID old = scene.session(first.id());
    scene.clock.advance(Duration.ofSeconds(30));
    assertThat(scene.ledger.endIfDead(old, 3)).isTrue();
    Extraction second = scene.accept("b.txt", "Bob read it.");

    assertThat(worker.takeOnce()).isZero();
    assertThat(scene.extraction(second.id()).status()).isEqualTo(Status.QUEUED);

    assertThat(worker.takeOnce()).as("by the message in hand").isEqualTo(1);
    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
    assertThat(scene.extraction(second.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.session(second.id())).isNotEqualTo(old);
  }

  @Test
  void aWorkerThatWasTakenForDeadClearsItsDocuments() {
    var worker = scene.worker();
    Extraction suspect = scene.accept("suspect.txt", "Suspect text.");
    crash(suspect);
    scene.relay.pollOnce();
    scene.wire.failAfter("ExtractionStore.claimTaken", () -> Scene.away(Store.POSTGRES));
    assertThatThrownBy(worker::takeOnce).isInstanceOf(StoreUnavailableException.class);
    UUID session = scene.session(suspect.id());
    scene.ledger.kill(session);
    assertThat(scene.ledger.endIfDead(session, 3)).isTrue();
    scene.wire.fail("WorkerSessions.reopen", 1, () -> Scene.away(Store.POSTGRES));

    assertThatThrownBy(worker::beatOnce).isInstanceOf(StoreUnavailableException.class);
    worker.beatOnce();

    assertThat(crashes(suspect)).as("only the crash of another").isEqualTo(1);
  }

  @Test
  void aWorkerBeginsWithWhatIsDueExceptInPausedQueues() {
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var hint = new Hint(accepted.id(), scene.extraction(accepted.id()).epoch());
    ExtractionStore extractions = scene.ledger.extractions();
    extractions.release(
        extractions.claim(List.of(hint), another(), Duration.ofMinutes(1)).getFirst(),
        ReleaseCause.DRAINED);

    assertThat(scene.worker().resumeOnce(Set.of(accepted.queue()))).isZero();
    assertThat(scene.worker().resumeOnce(Set.of())).isEqualTo(1);
    assertThat(scene.extraction(accepted.id()).attempts()).isEqualTo(1);
  }

  private int crashes(Extraction extraction) {
    var hint = new Hint(extraction.id(), scene.extraction(extraction.id()).epoch());
    return scene
        .ledger
        .extractions()
        .claim(List.of(hint), another(), Duration.ofMinutes(1))
        .getFirst()
        .crashes();
  }

  @Test
  void aClaimThatNobodyRunsIsReleasedAtTheSecondBeat() {
    var worker = scene.worker();
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.wire.failAfter("ExtractionStore.claimTaken", () -> Scene.away(Store.POSTGRES));
    assertThatThrownBy(worker::takeOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PROCESSING);

    worker.beatOnce();
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PROCESSING);
    worker.beatOnce();
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    assertThat(scene.extraction(accepted.id()).attempts()).isZero();
  }

  @Test
  void aCallForWhatWasCancelledIsBrokenOffBeforeTheNextBeat() throws Exception {
    var worker = scene.worker();
    var asked = new CountDownLatch(2);
    var goOn = new CountDownLatch(1);
    var interrupted = new CopyOnWriteArrayList<String>();
    scene.model.answers(request -> {
      asked.countDown();
      try {
        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        return ScriptedModel.firstWord(request);
      } catch (InterruptedException e) {
        interrupted.add(request.passage());
        throw new AbandonedException("interrupted", e);
      }
    });
    Extraction cancelled = scene.accept("a.txt", "Ada wrote it.");
    Extraction other = scene.accept("b.txt", "Bob read it.");
    worker.takeOnce();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    worker.recallOnce();
    assertThat(scene.ledger.extractions().cancel(scene.project.id(), cancelled.id())).isNotNull();

    worker.recallOnce();
    while (worker.running() == 2) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();

    assertThat(interrupted).containsExactly("Ada wrote it.");
    assertThat(scene.extraction(cancelled.id()).status()).isEqualTo(Status.CANCELLED);
    assertThat(scene.extraction(other.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aBeatDoesNotInterruptAnAttemptWhoseEndIsOnItsWayBack() throws Exception {
    var worker = scene.worker();
    List<UUID> told = new CopyOnWriteArrayList<>();
    worker.whenEnded(told::add);
    var committed = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    scene.wire.after(
        "ExtractionStore.complete",
        () -> {
          committed.countDown();
          try {
            assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new CancellationException("interrupted while waiting for the commit's answer");
          }
        });
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    worker.takeOnce();
    assertThat(committed.await(20, TimeUnit.SECONDS)).isTrue();
    worker.recallOnce();

    Thread beat = Thread.ofPlatform().start(worker::beatOnce);
    while (beat.isAlive() && beat.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    answer.countDown();
    beat.join();

    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
    assertThat(told).containsExactly(accepted.id());
    assertThat(scene.registry.get("tercet.extractions").tag("status", "done").counter().count())
        .isEqualTo(1);
  }

  @Test
  void messagesWhoseClaimFailedAreKeptInHandAndClaimedLater() {
    var worker = scene.worker();
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.wire.fail("ExtractionStore.claimTaken", 1, () -> Scene.away(Store.POSTGRES));
    assertThatThrownBy(worker::takeOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(scene.queue.entries()).hasSize(1);

    assertThat(worker.takeOnce()).isEqualTo(1);
    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.queue.entries()).isEmpty();
  }

  @Test
  void aDocumentWithTwoCrashedClaimsRunsAlone() {
    Extraction suspect = scene.accept("suspect.txt", "Suspect text.");
    for (int i = 0; i < 2; i++) {
      crash(suspect);
    }
    for (int i = 0; i < 5; i++) {
      scene.accept(i + ".txt", "Neighbour " + i);
    }
    scene.relay.pollOnce();
    var most = new AtomicInteger();
    var worker = scene.worker();
    scene.model.answers(request -> {
      if (request.passage().startsWith("Suspect")) {
        most.accumulateAndGet(worker.running(), Math::max);
      }
      return ScriptedModel.firstWord(request);
    });
    for (int i = 0; i < 6; i++) {
      worker.takeOnce();
      assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
    }

    assertThat(most).hasValue(1);
    assertThat(scene.extraction(suspect.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 6L);
  }

  /** The session of another worker. */
  private UUID another() {
    return scene
        .ledger
        .sessions()
        .open(new WorkerSessions.Worker("h", 1, "t", 1), Duration.ofSeconds(15))
        .id();
  }

  private void crash(Extraction extraction) {
    UUID session = another();
    long epoch = scene.extraction(extraction.id()).epoch();
    assertThat(
            scene
                .ledger
                .extractions()
                .claim(List.of(new Hint(extraction.id(), epoch)), session, Duration.ofMinutes(1)))
        .hasSize(1);
    scene.ledger.kill(session);
    assertThat(scene.ledger.endIfDead(session, 3)).isTrue();
  }
}

package dev.tercet.pipeline.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Document;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.contract.Submissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final Scene scene = new Scene();
  private final AcceptExtraction accept =
      new AcceptExtraction(
          scene.stores.extractions(), scene.relay, scene.settings, scene.metrics, scene.clock);

  private Extraction accepted(@Nullable Instant runAt) {
    var document =
        new Document("a.txt", "Ada wrote it.", "{}", QueueName.LOW, runAt, null, List.of());
    Acceptance acceptance = accept.accept(scene.project, (Storable) accept.check(document));
    assertThat(acceptance).isInstanceOf(Acceptance.Taken.class);
    return ((Acceptance.Taken) acceptance).extraction();
  }

  @Test
  void anAcceptedDocumentIsPublishedWithoutAnyPoll() throws Exception {
    var published = new CountDownLatch(1);
    scene.wire.before("JobQueue.publish", published::countDown);
    accepted(null);
    assertThat(published.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(scene.wire.calls("ExtractionStore.takeDue")).isZero();
    assertThat(scene.queue.entries()).hasSize(1);
    assertThat(scene.queue.entries().getFirst().queue()).isEqualTo(QueueName.LOW);
  }

  @Test
  void whatItIsHandedIsNotedLate() {
    Relay relay = relayOfOwnThread();
    Extraction accepted = scene.accepted("a.txt", "Ada wrote it.");

    relay.hand(accepted);

    assertThat(scene.queue.entries()).hasSize(1);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    assertThat(relay.markOnce()).isEqualTo(1);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.QUEUED);
  }

  @Test
  void whatItHasPublishedAndNotNotedYetIsNotPublishedAgain() {
    Relay relay = relayOfOwnThread();
    Extraction accepted = scene.accepted("a.txt", "Ada wrote it.");
    Extraction missed = scene.accepted("b.txt", "Ada wrote it.");
    relay.hand(accepted);
    scene.clock.advance(Duration.ofMinutes(1));

    assertThat(relay.pollOnce()).isEqualTo(2);

    assertThat(scene.queue.entries())
        .extracting(it -> it.hint().extraction())
        .containsExactly(accepted.id(), missed.id());
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.QUEUED);
    assertThat(scene.extraction(missed.id()).status()).isEqualTo(Status.QUEUED);
  }

  @Test
  void whatTheWorkerHasClaimedIsNotedByItsClaimAlone() {
    Relay relay = relayOfOwnThread();
    QueueWorker worker = scene.worker();
    worker.whenDecided(relay::forget);
    Extraction accepted = scene.accepted("a.txt", "Ada wrote it.");
    relay.hand(accepted);

    assertThat(worker.takeOnce()).isEqualTo(1);

    assertThat(worker.awaitIdle(Scene.PATIENCE)).isTrue();
    assertThat(relay.markOnce()).isZero();
    assertThat(scene.wire.calls("ExtractionStore.publishedBefore")).isZero();
    assertThat(scene.wire.calls("ExtractionStore.published")).isZero();
    assertThat(scene.ledger.reader().history(scene.project.id(), accepted.id()))
        .extracting(Change::to)
        .containsExactly(Status.PENDING, Status.QUEUED, Status.PROCESSING, Status.DONE);
  }

  @Test
  void whatWasClaimedBeforeIsNotedAtOnce() {
    Relay relay = relayOfOwnThread();
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.model.answers(_ -> {
      throw new IllegalStateException("refused");
    });
    QueueWorker worker = scene.worker();
    for (int n = 0; n < 3; n++) {
      scene.workLater(worker);
    }
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.FAILED);
    scene.stores.extractions().retry(scene.project.id(), accepted.id());

    relay.hand(scene.extraction(accepted.id()));

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.QUEUED);
    assertThat(relay.markOnce()).isZero();
  }

  /** A relay that publishes what it is handed before {@code hand} returns. */
  private Relay relayOfOwnThread() {
    return new Relay(
        scene.stores.extractions(),
        scene.stores.queue(),
        scene.settings.relaying(),
        scene.clock,
        RelayTest::atOnce);
  }

  private static Thread atOnce(Runnable work) {
    return new Thread(work) {
      @Override
      public synchronized void start() {
        work.run();
      }
    };
  }

  @Test
  void acceptingSucceedsWhileTheQueueIsAwayAndThePollerPublishesLater() {
    scene.wire.fail("JobQueue.publish", 1_000, () -> Scene.away(Store.REDIS));
    Extraction accepted = accepted(null);
    assertThatThrownBy(scene.relay::pollOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    assertThat(scene.queue.entries()).isEmpty();
  }

  @Test
  void whatOneRelayCannotPublishAnotherOneDoesAtOnce() {
    var document = (Storable) scene.accept.check(Submissions.document("a.txt", "Ada wrote it."));
    scene.accept.accept(scene.project, document);
    var other =
        new Relay(
            scene.stores.extractions(),
            scene.stores.queue(),
            scene.settings.relaying(),
            scene.clock);
    scene.wire.fail("JobQueue.publish", 1, () -> Scene.away(Store.REDIS));

    assertThatThrownBy(scene.relay::pollOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(other.pollOnce()).isEqualTo(1);
    assertThat(scene.queue.entries()).hasSize(1);
  }

  @Test
  void aQueueThatTakesNothingKeepsNoOtherWaiting() {
    for (QueueName queue : List.of(QueueName.LOW, QueueName.CRITICAL)) {
      var document = new Document("of " + queue, "Ada.", "{}", queue, null, null, List.of());
      scene.accept.accept(scene.project, (Storable) scene.accept.check(document));
    }
    scene.wire.fail("JobQueue.publish", 2, () -> Scene.away(Store.REDIS));

    assertThatThrownBy(scene.relay::pollOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(scene.queue.entries()).isEmpty();
    assertThatThrownBy(scene.relay::pollOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(scene.queue.entries()).hasSize(1);
    assertThat(scene.relay.pollOnce()).as("the other one alone").isEqualTo(1);
    assertThat(scene.queue.entries()).hasSize(2);
  }

  @Test
  void whatIsNotDueYetIsLeftUntilItIs() {
    Extraction later = accepted(scene.clock.instant().plusSeconds(60));
    assertThat(scene.relay.pollOnce()).isZero();
    scene.clock.advance(Duration.ofSeconds(61));
    assertThat(scene.relay.pollOnce()).isEqualTo(1);
    assertThat(scene.extraction(later.id()).status()).isEqualTo(Status.QUEUED);
    assertThat(scene.relay.pollOnce()).isZero();
  }

  @Test
  void theLoopOutlivesAnAbsentQueueAndStopsWhenTold() throws Exception {
    var published = new CountDownLatch(1);
    scene.wire.fail("JobQueue.publish", 3, () -> Scene.away(Store.REDIS));
    scene.wire.before("ExtractionStore.published", published::countDown);
    accepted(null);
    Thread loop = Thread.ofVirtual().start(scene.relay::runUntilStopped);
    assertThat(published.await(20, TimeUnit.SECONDS)).isTrue();
    scene.relay.stop();
    assertThat(loop.join(Scene.PATIENCE)).isTrue();
  }
}

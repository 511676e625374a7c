package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final String TEXT = WayOfADocumentTest.document(10);

  private final Scene scene = new Scene();

  @ParameterizedTest
  @CsvSource({
    "ExtractionStore.load, POSTGRES",
    "AnswerStore.find, POSTGRES",
    "PointStore.upsert, QDRANT",
    "PassageStore.record, POSTGRES",
    "EntityStore.link, POSTGRES",
    "ExtractionStore.complete, POSTGRES",
  })
  void aStoreThatIsAwayMeansWaitingWithoutCountingOrPayingAgain(String function, Store store) {
    Extraction accepted = scene.accept("a.txt", TEXT);
    var worker = scene.worker();
    scene.wire.fail(function, 1, () -> Scene.away(store));
    scene.work(worker);

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).isZero();
    scene.workLater(worker);
    assertWholeAndPaidOnce(accepted.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AnswerStore.started",
        "AnswerStore.ended",
        "PointStore.upsert",
        "PassageStore.record",
        "EntityStore.link"
      })
  void anUnknownFailureCountsAndTheNextAttemptGoesOnWhereItStopped(String function) {
    Extraction accepted = scene.accept("a.txt", TEXT);
    var worker = scene.worker();
    scene.wire.fail(function, 1, () -> new IllegalStateException("out of the blue"));
    scene.work(worker);

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.failure()).extracting(Failure::code).isEqualTo("unexpected");
    scene.workLater(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    int calls = function.equals("AnswerStore.ended") ? 11 : 10;
    assertThat(scene.model.asked()).hasSize(calls);
  }

  @Test
  void anAnswerThatCouldNotBeSavedAtOnceIsSavedAndNotPaidForAgain() {
    Extraction accepted = scene.accept("a.txt", TEXT);
    scene.wire.fail("AnswerStore.ended", 2, () -> Scene.away(Store.POSTGRES));
    scene.work(scene.worker());
    assertWholeAndPaidOnce(accepted.id());
  }

  @Test
  void aDeadWorkersDocumentIsTakenUpWithItsAnswers() {
    Extraction accepted = scene.accept("a.txt", TEXT);
    var dying = scene.worker();
    scene.wire.fail("PointStore.upsert", 1, () -> Scene.away(Store.QDRANT));
    scene.wire.fail("ExtractionStore.postpone", 20, () -> Scene.away(Store.POSTGRES));
    scene.wire.fail("ExtractionStore.advance", 20, () -> Scene.away(Store.POSTGRES));
    scene.work(dying);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PROCESSING);

    UUID session = scene.session(accepted.id());
    scene.ledger.kill(session);
    assertThat(scene.ledger.endIfDead(session, 3)).isTrue();
    scene.workLater(scene.worker());
    assertWholeAndPaidOnce(accepted.id());
  }

  @Test
  void aCompletionThatTookEffectUnseenStaysDone() {
    Extraction accepted = scene.accept("a.txt", TEXT);
    scene.wire.failAfter("ExtractionStore.complete", () -> Scene.away(Store.POSTGRES));
    scene.work(scene.worker());
    assertWholeAndPaidOnce(accepted.id());
  }

  @Test
  void progressIsVisibleWhileTheNextStepWaits() {
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.wire.fail("PointStore.upsert", 1, () -> Scene.away(Store.QDRANT));
    scene.work(scene.worker());

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.stage()).isEqualTo(Stage.EXTRACTED);
    assertThat(waiting.passages()).isEqualTo(new Extraction.PassageCount(1, 1, 0));
    assertThat(waiting.failure()).extracting(Failure::code).isEqualTo("qdrant-away");
    assertThat(waiting.failure()).extracting(Failure::stage).isEqualTo(Stage.EXTRACTED);
  }

  @Test
  void aLostCollectionIsWaitedFor() {
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var worker = scene.worker();
    scene.points.dropCollection();
    scene.work(worker);
    assertThat(scene.extraction(accepted.id()).failure())
        .extracting(Failure::code)
        .isEqualTo("collection-missing");

    scene.points.ensureCollection();
    scene.workLater(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
  }

  private void assertWholeAndPaidOnce(UUID extraction) {
    Extraction done = scene.extraction(extraction);
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new Extraction.PassageCount(10, 10, 10));
    assertThat(scene.model.asked()).hasSize(10);
    assertThat(scene.points.points()).hasSize(10);
    assertThat(
            scene.ledger.entities().list(scene.project.id(), "", "", EntityStore.Place.START, 100))
        .isNotEmpty();
  }
}

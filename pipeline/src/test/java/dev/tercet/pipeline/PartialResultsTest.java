package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.FailedPassage.Warning;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionStore.Outcome.Changed;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartialResultsTest {
  private static final String TEXT = WayOfADocumentTest.document(10);
  private static final Usage ONE = new Usage(1, 10, 0);
  private final Scene scene = new Scene();

  private static Reply refusal(FailureClass failureClass) {
    return new Reply.Refused(
        new Failure("content-refused", failureClass, "not this", Stage.ACCEPTED), ONE);
  }

  private static Reply trouble(Trouble trouble) {
    return new Reply.Unavailable(
        trouble,
        new Failure("provider-error", FailureClass.TRANSIENT, "busy", Stage.ACCEPTED),
        ONE,
        null);
  }

  /** Answers well but for the seventh passage. */
  private void seventh(Function<Request, Reply> script) {
    scene.model.answers(request ->
        request.ordinal() == 6 ? script.apply(request) : ScriptedModel.firstWord(request));
  }

  private Extraction extracted(QueueWorker worker) {
    Extraction accepted = scene.accept("a.txt", TEXT);
    scene.work(worker);
    return scene.extraction(accepted.id());
  }

  private void assertDoneWithoutTheSeventh(UUID id, String code) {
    Extraction done = scene.extraction(id);
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new PassageCount(10, 9, 9));
    assertThat(done.failedPassages()).singleElement().extracting(Warning::code).isEqualTo(code);
    assertThat(done.failedPassages()).singleElement().extracting(Warning::ordinal).isEqualTo(6);
    assertThat(scene.passages(id))
        .extracting(Passage::ordinal)
        .containsExactlyElementsOf(IntStream.range(0, 10).filter(it -> it != 6).boxed().toList());
    assertThat(scene.points.points()).hasSize(9);
    PassageStore.Failed failed = scene.ledger.passages().failed(id, 0, 10).getFirst();
    int[] text = TEXT.codePoints().toArray();
    assertThat(
            new String(
                text, failed.passage().start(), failed.passage().end() - failed.passage().start()))
        .isEqualTo(failed.passage().text())
        .startsWith("Number 6 ");
  }

  @Test
  void aRefusedPassageIsLeftOutAndItsNeighboursAreFound() {
    seventh(_ -> refusal(FailureClass.PERMANENT));
    Extraction done = extracted(scene.worker());

    assertDoneWithoutTheSeventh(done.id(), "content-refused");
    assertThat(done.usage().calls()).isEqualTo(10);
    assertThat(scene.ledger.reader().history(scene.project.id(), done.id()).getLast().reason())
        .isEqualTo("completed with 9 of 10 passages");
  }

  @Test
  void aRetryPaysForWhatIsMissingWhileTheOldVersionAnswers() {
    seventh(_ -> ScriptedModel.content("I would rather not."));
    QueueWorker worker = scene.worker();
    Extraction old = extracted(worker);
    scene.clock.advance(Duration.ofSeconds(1));
    if (!(scene.accept.again(scene.project.id(), old.id()) instanceof Changed(var again))) {
      throw new AssertionError("it is tried again");
    }
    assertThat(scene.extraction(old.id()).status()).isEqualTo(Status.DONE);

    scene.model.answersWell();
    scene.clock.advance(Duration.ofSeconds(1));
    scene.work(worker);
    Extraction done = scene.extraction(again.id());
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new PassageCount(10, 10, 10));
    assertThat(done.usage().calls()).isEqualTo(1);
    assertThat(scene.model.asked()).hasSize(12);
    assertThat(scene.extraction(old.id()).status()).isEqualTo(Status.SUPERSEDED);
  }

  @Test
  void twoInvalidAnswersLeaveAPassageOutWithTheSecondOneKept() {
    seventh(_ -> ScriptedModel.content("I would rather not."));
    Extraction done = extracted(scene.worker());

    assertDoneWithoutTheSeventh(done.id(), "invalid-answer");
    assertThat(done.usage().calls()).isEqualTo(11);
    assertThat(scene.ledger.passages().failed(done.id(), 0, 10))
        .singleElement()
        .extracting(PassageStore.Failed::raw)
        .isEqualTo("I would rather not.");
  }

  @Test
  void aDocumentOfWhichNothingIsGoodFails() {
    scene.model.answers(_ -> refusal(FailureClass.PERMANENT));
    Extraction failed = extracted(scene.worker());

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("content-refused");
    assertThat(failed.failure()).extracting(Failure::stage).isEqualTo(Stage.ACCEPTED);
    assertThat(failed.failedPassages()).isEmpty();
    assertThat(scene.points.points()).isEmpty();
  }

  @Test
  void manyPassagesOfWhichNoneIsGoodAreEnough() {
    scene.model.answers(_ -> refusal(FailureClass.PERMANENT));
    Extraction accepted = scene.accept("a.txt", WayOfADocumentTest.document(250));
    scene.work(scene.worker());

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.FAILED);
    assertThat(scene.model.asked()).hasSizeBetween(200, 203);
  }

  @Test
  void ofVeryManyTheFirstAreKeptAndAllAreCounted() {
    scene.model.answers(request ->
        request.ordinal() < 100
            ? ScriptedModel.firstWord(request)
            : refusal(FailureClass.PERMANENT));
    Extraction accepted = scene.accept("a.txt", WayOfADocumentTest.document(1_150));
    scene.work(scene.worker());

    Extraction done = scene.extraction(accepted.id());
    assertThat(done.passages()).isEqualTo(new PassageCount(1_150, 100, 100));
    assertThat(done.failedPassages()).hasSize(FailedPassage.MOST_TOLD);
    assertThat(scene.ledger.passages().failed(done.id(), 0, 2_000)).hasSize(FailedPassage.MOST);
  }

  @Test
  void aProjectMayWantAllOrNothing() {
    scene
        .ledger
        .projects()
        .put("tenant", "demo", DefaultSchema.json(), "{\"partialResults\":\"all-or-nothing\"}");
    seventh(_ -> refusal(FailureClass.PERMANENT));
    Extraction failed =
        scene.accepted(scene.ledger.projects().find("tenant", "demo").orElseThrow(), "a.txt", TEXT);
    scene.work(scene.worker());

    failed = scene.extraction(failed.id());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("content-refused");
  }

  @Test
  void whatWasRefusedIsNotAskedAgainWhileOthersWait() {
    scene.model.answers(request ->
        switch (request.ordinal()) {
          case 6 -> refusal(FailureClass.PERMANENT);
          case 8 -> trouble(Trouble.LIMITED);
          default -> ScriptedModel.firstWord(request);
        });
    QueueWorker worker = scene.worker();
    Extraction waiting = extracted(worker);
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).as("a provider in trouble costs none").isZero();
    assertThat(waiting.failedPassages()).isEmpty();

    seventh(_ -> refusal(FailureClass.PERMANENT));
    scene.workLater(worker); // one call sees whether the provider answers again
    scene.workLater(worker);
    assertDoneWithoutTheSeventh(waiting.id(), "content-refused");
    assertThat(scene.model.asked()).filteredOn(it -> it.ordinal() == 6).hasSize(1);
  }

  @Test
  void whatFailsInPassingIsLeftOutAfterTheLastAttempt() {
    seventh(_ -> refusal(FailureClass.TRANSIENT));
    QueueWorker worker = scene.worker();
    Extraction waiting = extracted(worker);
    for (int attempt = 1; attempt < waiting.maxAttempts(); attempt++) {
      assertThat(scene.extraction(waiting.id()).status()).isEqualTo(Status.PENDING);
      scene.workLater(worker);
    }

    assertDoneWithoutTheSeventh(waiting.id(), "content-refused");
    assertThat(scene.model.asked()).hasSize(9 + waiting.maxAttempts());
  }

  @Test
  void aDeathBeforeTheEndLosesNoWarningAndPaysNothing() {
    seventh(_ -> refusal(FailureClass.PERMANENT));
    QueueWorker dying = scene.worker();
    scene.wire.fail("ExtractionStore.completeWithout", 1, () -> Scene.away(Store.POSTGRES));
    scene.wire.fail("ExtractionStore.postpone", 20, () -> Scene.away(Store.POSTGRES));
    Extraction open = extracted(dying);
    assertThat(open.status()).isEqualTo(Status.PROCESSING);

    UUID session = scene.session(open.id());
    scene.ledger.kill(session);
    assertThat(scene.ledger.endIfDead(session, 3)).isTrue();
    scene.workLater(scene.worker());
    assertDoneWithoutTheSeventh(open.id(), "content-refused");
    assertThat(scene.model.asked()).hasSize(10);
  }

  @Test
  void whatIsFoundAfterAllIsLinked() {
    seventh(_ -> refusal(FailureClass.TRANSIENT));
    QueueWorker worker = scene.worker();
    Extraction waiting = extracted(worker);
    scene.workLater(worker);
    scene.wire.fail("ExtractionStore.completeWithout", 1, () -> Scene.away(Store.POSTGRES));
    scene.workLater(worker);
    assertThat(scene.extraction(waiting.id()).stage()).isEqualTo(Stage.LINKED);

    seventh(_ ->
        ScriptedModel.content(
            "{\"facts\":[{\"quote\":\"every\",\"data\":{\"type\":\"name\",\"value\":\"every\"}}]}"));
    scene.workLater(worker);
    Extraction done = scene.extraction(waiting.id());
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new PassageCount(10, 10, 10));
    assertThat(
            scene.ledger.entities().list(scene.project.id(), "", "", EntityStore.Place.START, 10))
        .hasSize(2);
  }
}

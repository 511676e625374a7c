package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CloseAtOnceTest {
  private static final String TEXT = "Ada Lovelace wrote the first program.";
  private final Scene scene = new Scene();

  @BeforeEach
  void costsNothing() {
    scene.model.isFree();
  }

  private Extraction worked(String text) {
    Extraction accepted = scene.accept("a.txt", text);
    scene.wire.reset();
    scene.work(scene.worker());
    return scene.extraction(accepted.id());
  }

  @Test
  void aShortDocumentCostsOneCallOfThreePorts() {
    Extraction done = worked(TEXT);

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages()).isEqualTo(new Extraction.PassageCount(1, 1, 1));
    assertThat(done.usage()).isEqualTo(new Usage(1, 10, 5));
    assertThat(scene.passages(done.id())).hasSize(1);
    for (String function :
        List.of("ExtractionStore.load", "PointStore.upsert", "ClosingStore.close")) {
      assertThat(scene.wire.calls(function)).as(function).isEqualTo(1);
    }
    for (String function :
        List.of(
            "AnswerStore.find",
            "AnswerStore.ended",
            "PassageStore.record",
            "EntityStore.link",
            "ExtractionStore.complete")) {
      assertThat(scene.wire.calls(function)).as(function).isZero();
    }
  }

  @Test
  void aPassageThatRepeatsIsAskedAboutOnce() {
    String paragraph =
        "The same words stand here again, and they say the same as before. ".repeat(3);

    Extraction done = worked(paragraph + "\n\n" + paragraph);

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages().total()).isGreaterThan(1);
    assertThat(scene.model.asked()).extracting(Extractor.Request::passage).doesNotHaveDuplicates();
    assertThat(scene.wire.calls("ClosingStore.close")).isEqualTo(1);
  }

  @Test
  void aLongDocumentGoesStepByStep() {
    Extraction done = worked("A sentence of a long document, as they go. ".repeat(40));

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.passages().total()).isGreaterThan(4);
    assertThat(scene.wire.calls("ClosingStore.close")).isZero();
    assertThat(scene.wire.calls("ExtractionStore.complete")).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsNotValidIsNotedByTheSteps() {
    scene.model.answers(
        _ -> ScriptedModel.content("{\"facts\":[{\"quote\":\"nowhere\",\"data\":{}}]}"));

    Extraction failed = worked(TEXT);

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("invalid-answer");
    assertThat(failed.usage().calls()).isEqualTo(1);
    assertThat(scene.wire.calls("ClosingStore.close")).isZero();
  }

  @Test
  void anAnswerThatHadToBeMendedIsNotedByTheSteps() {
    scene.model.answers(_ -> ScriptedModel.content("```\n{\"facts\":[]}\n```"));

    assertThat(worked(TEXT).status()).isEqualTo(Status.DONE);
    assertThat(scene.wire.calls("ClosingStore.close")).isZero();
    assertThat(
            scene
                .registry
                .get("tercet.llm.answers.repaired")
                .tag("repair", "fence")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void theStoredAnswerIsUsedWhenItDiffers() {
    Extraction other = scene.accept("other.txt", "Other words.");
    Fingerprint question =
        Fingerprint.of(
            scene.model.model(),
            scene.model.promptVersion(),
            ProjectSchema.read(scene.project.schema()).canonical(),
            TEXT);
    var call =
        new ModelCall(
            UUID.randomUUID(),
            scene.project.id(),
            other.id(),
            0,
            1,
            "scripted",
            scene.model.model(),
            question);
    scene.ledger.answers().ended(call, new Verdict.Valid("[]"), new Usage(1, 0, 0));

    Extraction done = worked(TEXT);

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.usage()).isEqualTo(Usage.NONE);
    assertThat(scene.passages(done.id())).extracting(Passage::facts).containsExactly(List.of());
  }

  @Test
  void whatGoesWrongBeforeTheEndKeepsNothingAndIsTriedAgain() {
    Extraction accepted = scene.accept("a.txt", TEXT);
    var worker = scene.worker();
    scene.wire.fail("PointStore.upsert", 1, () -> Scene.away(Store.QDRANT));
    scene.work(worker);

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.failure())
        .isNotNull()
        .satisfies(it -> assertThat(it.stage()).isEqualTo(Stage.EXTRACTED));
    assertThat(waiting.usage()).isEqualTo(Usage.NONE);

    scene.workLater(worker);
    Extraction done = scene.extraction(accepted.id());
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.usage().calls()).isEqualTo(1);
  }
}

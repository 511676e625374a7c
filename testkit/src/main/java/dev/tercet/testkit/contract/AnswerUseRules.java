package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which documents use an answer, and how long it is kept for them (docs/protocol.md §4). */
interface AnswerUseRules {
  Fingerprint PASSAGE = Fingerprint.of("model", "prompt", "schema", "passage that is used");
  UUID NOBODY = new UUID(0, 9);
  Usage USAGE = new Usage(1, 100, 20);
  Asker ASKER = new Asker(new UUID(1, 1), Duration.ofMinutes(5));

  LedgerScene scene();

  private AnswerStore answers() {
    return scene().ledger().answers();
  }

  private Map<Fingerprint, SavedAnswer> find(UUID extraction, Use use) {
    return answers().find(scene().project(), extraction, List.of(PASSAGE), use);
  }

  private Map<Fingerprint, SavedAnswer> found() {
    return find(NOBODY, Use.AWAITED);
  }

  private ModelCall call(Extraction extraction) {
    return new ModelCall(
        scene().nextId(), scene().project(), extraction.id(), 0, 1, "provider", "model", PASSAGE);
  }

  private void depart(Extraction extraction) {
    scene().extractions().delete(scene().project(), extraction.id());
    scene().removed(extraction.id());
  }

  @Test
  @DisplayName(
      "S6: an answer is kept for whoever waits for it, though its asker's document is gone")
  default void keepsTheAnswerForWhoeverWaits() {
    Extraction gone = scene().accepted("a letter", "words");
    Extraction waiting = scene().accepted("a note", "words");
    ModelCall call = call(gone);
    assertThat(find(gone.id(), Use.AWAITED)).isEmpty();
    assertThat(find(waiting.id(), Use.AWAITED)).isEmpty();
    assertThat(answers().started(call, ASKER)).isEqualTo(Start.BEGUN);
    depart(gone);

    assertThat(answers().ended(call, new Valid("[]"), USAGE)).isPresent();
    assertThat(found()).hasSize(1);

    depart(waiting);
    assertThat(found()).isEmpty();
  }

  @Test
  @DisplayName("§4: where asking costs nothing, only what is found is used")
  default void usesOnlyWhatIsFound() {
    Extraction asker = scene().accepted("a letter", "words");
    Extraction early = scene().accepted("a note", "words");
    Extraction finder = scene().accepted("a card", "words");
    assertThat(find(early.id(), Use.FOUND)).isEmpty();
    answers().ended(call(asker), new Valid("[]"), USAGE);
    assertThat(find(finder.id(), Use.FOUND)).hasSize(1);

    for (Extraction each : List.of(asker, finder)) {
      assertThat(found()).hasSize(1);
      depart(each);
    }

    assertThat(found()).isEmpty();
  }

  @Test
  @DisplayName("S11: a document that is being deleted uses no answer any more")
  default void notesNoUseOfADeletedDocument() {
    Extraction kept = scene().accepted("a letter", "words");
    Extraction deleted = scene().accepted("a note", "words");
    answers().ended(call(kept), new Valid("[]"), USAGE);
    scene().extractions().delete(scene().project(), deleted.id());

    assertThat(find(deleted.id(), Use.AWAITED)).hasSize(1);
    scene().removed(deleted.id());
    assertThat(find(deleted.id(), Use.AWAITED)).hasSize(1);
    depart(kept);

    assertThat(found()).isEmpty();
  }
}

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
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of answers whose document or project is deleted (S11). */
interface AnswerDeletionRules {
  Fingerprint ANSWERED = Fingerprint.of("model", "prompt", "schema", "a passage that is deleted");
  UUID NO_DOCUMENT = new UUID(0, 9);
  Usage SPENT = new Usage(1, 100, 20);
  Asker WORKER = new Asker(new UUID(1, 1), Duration.ofMinutes(5));

  LedgerScene scene();

  private AnswerStore answers() {
    return scene().ledger().answers();
  }

  private Start started(ModelCall call) {
    return answers().started(call, WORKER);
  }

  private Map<Fingerprint, SavedAnswer> found(Fingerprint... fingerprints) {
    return answers().find(scene().project(), NO_DOCUMENT, List.of(fingerprints), Use.AWAITED);
  }

  private ModelCall call(Extraction extraction) {
    return call(scene().project(), extraction.id(), ANSWERED);
  }

  private ModelCall call(UUID project, UUID extraction, Fingerprint fingerprint) {
    return new ModelCall(
        scene().nextId(), project, extraction, 0, 1, "provider", "model", fingerprint);
  }

  @Test
  @DisplayName("S11: a deleted project keeps no answer that comes late, and gives none")
  default void keepsNothingForADeletedProject() {
    ModelCall late = call(scene().accepted("a letter", "words"));
    assertThat(started(late)).isEqualTo(Start.BEGUN);
    Fingerprint earlier = Fingerprint.of("earlier");
    answers()
        .ended(
            call(scene().project(), scene().accepted("a note", "words").id(), earlier),
            new Valid("[]"),
            SPENT);

    scene().ledger().projects().delete(scene().project());

    assertThat(answers().ended(late, new Valid("[]"), SPENT)).isEmpty();
    assertThat(found(ANSWERED, earlier)).isEmpty();
  }

  @Test
  @DisplayName("S6: no call is begun for a deleted project, while its neighbours' are")
  default void beginsNoCallForADeletedProject() {
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();
    Extraction left = scene().accepted("a letter", "words");
    ModelCall early = call(left);
    assertThat(started(early)).isEqualTo(Start.BEGUN);

    scene().ledger().projects().delete(scene().project());

    List<Callable<Boolean>> callers =
        IntStream.range(0, 20)
            .<Callable<Boolean>>mapToObj(n -> {
              UUID project = n % 2 == 0 ? scene().project() : other;
              ModelCall call = call(project, scene().nextId(), Fingerprint.of("passage " + n));
              Start expected = project.equals(other) ? Start.BEGUN : Start.NotBegun.GONE;
              return () -> started(call).equals(expected);
            })
            .toList();
    assertThat(Race.all(callers)).containsOnly(true);
    assertThat(started(early)).isEqualTo(Start.NotBegun.GONE);
  }

  @Test
  @DisplayName("S11: a deleted document keeps no answer that comes late; another's to it is kept")
  default void keepsNothingForADeletedDocument() {
    Extraction deleted = scene().accepted("a letter", "words");
    Extraction other = scene().accepted("a note", "words");
    scene().ledger().extractions().delete(scene().project(), deleted.id());

    assertThat(answers().ended(call(deleted), new Valid("[]"), SPENT)).isEmpty();
    assertThat(found(ANSWERED)).isEmpty();
    assertThat(answers().ended(call(other), new Valid("[{}]"), SPENT)).isPresent();
    assertThat(answers().ended(call(deleted), new Valid("[]"), SPENT)).isPresent();
  }

  @Test
  @DisplayName("S11: an answer that comes when nothing is left of its document is not kept")
  default void keepsNothingForADocumentThatIsGone() {
    Extraction gone = scene().accepted("a letter", "words");
    ModelCall late = call(gone);
    assertThat(started(late)).isEqualTo(Start.BEGUN);
    scene().ledger().extractions().delete(scene().project(), gone.id());
    scene().removed(gone.id());

    assertThat(answers().ended(late, new Valid("[]"), SPENT)).isEmpty();
    assertThat(found(ANSWERED)).isEmpty();
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Invalid;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of answers must keep, so that nothing is paid for twice (S6). */
public abstract class AnswerStoreContract extends OnLedger
    implements QuestionRules, InvalidAnswerRules, AnswerUseRules, AnswerDeletionRules {
  private static final Fingerprint PASSAGE = Fingerprint.of("model", "prompt", "schema", "passage");
  private static final UUID NOBODY = new UUID(0, 9);
  private static final Usage USAGE = new Usage(1, 100, 20);
  private static final Asker ONE = new Asker(new UUID(1, 1), Duration.ofMinutes(5));

  private Start started(ModelCall call) {
    return answers().started(call, ONE);
  }

  @Test
  @DisplayName("S6: a valid answer is there for whoever asks next")
  void keepsAValidAnswer() {
    ModelCall call = call(PASSAGE);
    assertThat(started(call)).isEqualTo(Start.BEGUN);
    assertThat(found(PASSAGE)).isEmpty();

    Optional<SavedAnswer> kept = answers().ended(call, new Valid(facts(1)), USAGE);

    assertThat(kept).map(AnswerStoreContract::tree).contains(Json.tree(facts(1)));
    assertThat(found(PASSAGE)).map(AnswerStoreContract::tree).contains(Json.tree(facts(1)));
  }

  @Test
  @DisplayName("S6: the first answer wins, and whoever comes later gets it")
  void keepsTheFirstAnswer() {
    answers().ended(call(PASSAGE), new Valid(facts(1)), USAGE);

    Optional<SavedAnswer> second = answers().ended(call(PASSAGE), new Valid(facts(2)), USAGE);

    assertThat(second).map(AnswerStoreContract::tree).contains(Json.tree(facts(1)));
    assertThat(found(PASSAGE)).map(AnswerStoreContract::tree).contains(Json.tree(facts(1)));
  }

  @Test
  @DisplayName("S6: of many answers at once one wins, and all get that one")
  void agreesOnOneOfManyAnswers() {
    List<Callable<Optional<SavedAnswer>>> callers =
        IntStream.range(0, 24)
            .<Callable<Optional<SavedAnswer>>>mapToObj(
                n -> () -> answers().ended(call(PASSAGE), new Valid(facts(n)), USAGE))
            .toList();

    List<Optional<SavedAnswer>> kept = Race.all(callers);

    assertThat(kept).doesNotContain(Optional.empty());
    assertThat(kept.stream().distinct()).hasSize(1);
    assertThat(found(PASSAGE)).isEqualTo(kept.getFirst());
  }

  @Test
  @DisplayName("§4: an invalid or missing answer is spend, never an answer")
  void neverUsesAnInvalidAnswer() {
    Extraction extraction = scene().accepted("a letter", "words");

    Optional<SavedAnswer> invalid =
        answers().ended(call(extraction, PASSAGE), new Invalid("no such quote", "{}"), USAGE);
    Optional<SavedAnswer> broken =
        answers().ended(call(extraction, PASSAGE), new Broken("timed out"), new Usage(1, 100, 0));

    assertThat(invalid).isEmpty();
    assertThat(broken).isEmpty();
    assertThat(found(PASSAGE)).isEmpty();
    assertThat(scene().find(extraction.id()).usage()).isEqualTo(new Usage(2, 200, 20));
  }

  @Test
  @DisplayName("S6: after an invalid answer a valid one is kept")
  void keepsAValidAnswerAfterAnInvalidOne() {
    answers().ended(call(PASSAGE), new Invalid("no such quote", "{}"), USAGE);

    assertThat(answers().ended(call(PASSAGE), new Valid(facts(1)), USAGE)).isPresent();
  }

  @Test
  @DisplayName("API: usage sums over every call of the extraction, and of no other")
  void sumsTheUsageOfAnExtraction() {
    Extraction letter = scene().accepted("a letter", "words");
    Extraction note = scene().accepted("a note", "words");
    answers().ended(call(letter, Fingerprint.of("1")), new Valid(facts(1)), USAGE);
    answers().ended(call(letter, Fingerprint.of("2")), new Valid(facts(1)), new Usage(1, 7, 3));
    answers().ended(call(note, Fingerprint.of("3")), new Valid(facts(1)), USAGE);

    assertThat(scene().find(letter.id()).usage()).isEqualTo(new Usage(2, 107, 23));
  }

  @Test
  @DisplayName("S5: noting a call's end twice counts it once")
  void countsACallOnce() {
    Extraction extraction = scene().accepted("a letter", "words");
    ModelCall call = call(extraction, PASSAGE);
    assertThat(started(call)).isEqualTo(Start.BEGUN);
    assertThat(started(call)).isEqualTo(Start.BEGUN);
    answers().ended(call, new Valid(facts(1)), USAGE);

    Optional<SavedAnswer> again = answers().ended(call, new Valid(facts(1)), USAGE);

    assertThat(again).map(AnswerStoreContract::tree).contains(Json.tree(facts(1)));
    assertThat(scene().find(extraction.id()).usage()).isEqualTo(USAGE);
  }

  @Test
  @DisplayName("§4: a local call's row is written whole at its end")
  void writesALocalCallWhole() {
    Extraction extraction = scene().accepted("a letter", "words");

    answers().ended(call(extraction, PASSAGE), new Valid("[]"), new Usage(1, 0, 0));

    assertThat(scene().find(extraction.id()).usage()).isEqualTo(new Usage(1, 0, 0));
    assertThat(found(PASSAGE)).map(SavedAnswer::facts).contains("[]");
  }

  @Test
  @DisplayName("Model calls: answers are kept per project")
  void keepsAnswersOfProjectsApart() {
    answers().ended(call(PASSAGE), new Valid(facts(1)), USAGE);
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();

    assertThat(answers().find(other, NOBODY, List.of(PASSAGE), Use.AWAITED)).isEmpty();
  }

  @Test
  @DisplayName("Flow: many fingerprints are looked up at once; missing ones are no keys")
  void findsManyAtOnce() {
    List<Fingerprint> fingerprints =
        IntStream.range(0, 50).mapToObj(n -> Fingerprint.of("passage " + n)).toList();
    fingerprints
        .subList(0, 25)
        .forEach(it -> answers().ended(call(it), new Valid(facts(1)), USAGE));

    assertThat(answers().find(scene().project(), NOBODY, fingerprints, Use.AWAITED))
        .containsOnlyKeys(fingerprints.subList(0, 25))
        .allSatisfy((key, answer) -> assertThat(answer.fingerprint()).isEqualTo(key));
    assertThat(answers().find(scene().project(), NOBODY, List.of(), Use.AWAITED)).isEmpty();
  }

  @Test
  @DisplayName("§13: an estimate sees which questions have an answer, and uses none")
  void tellsWhichQuestionsHaveAnAnswer() {
    answers().ended(call(PASSAGE), new Valid(facts(1)), USAGE);
    var missing = Fingerprint.of("missing");
    UUID project = scene().project();

    var reader = scene().ledger().answerReader();
    assertThat(reader.answered(project, List.of(PASSAGE, missing))).containsExactly(PASSAGE);
    assertThat(reader.answered(project, List.of())).isEmpty();
    assertThat(reader.answered(NOBODY, List.of(PASSAGE))).isEmpty();
    scene().ledger().projects().delete(project);
    assertThat(reader.answered(project, List.of(PASSAGE))).isEmpty();
  }

  @Test
  @DisplayName("API: a model may say anything; it wedges neither its call nor its neighbours")
  void survivesWhateverAModelSays() {
    List<Callable<Optional<SavedAnswer>>> callers = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      Fingerprint fingerprint = Fingerprint.of("passage " + n);
      Verdict verdict =
          n == 7 ? new Invalid("NUL \0 in it", "raw \0 \ud83d \\u0000") : new Valid(facts(n));
      callers.add(() -> answers().ended(call(fingerprint), verdict, USAGE));
    }

    List<Optional<SavedAnswer>> kept = new ArrayList<>(Race.all(callers));

    assertThat(kept.remove(7)).isEmpty();
    assertThat(kept).doesNotContain(Optional.empty());
  }

  @Test
  @DisplayName("§3: a valid answer that jsonb refuses does not fail its neighbours")
  void keepsTheNeighboursOfAPoisonedAnswer() {
    List<Callable<Optional<SavedAnswer>>> callers =
        IntStream.range(0, 20)
            .<Callable<Optional<SavedAnswer>>>mapToObj(n -> {
              String facts = n == 7 ? "[{\"data\":{\"a\":\"\\u0000\"}}]" : facts(n);
              return () ->
                  answers().ended(call(Fingerprint.of("passage " + n)), new Valid(facts), USAGE);
            })
            .toList();

    List<Race.Outcome<Optional<SavedAnswer>>> outcomes = new ArrayList<>(Race.outcomes(callers));

    outcomes.remove(7);
    assertThat(outcomes)
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    Race.Outcome.Returned.class,
                    returned -> assertThat(returned.value()).isNotEqualTo(Optional.empty())));
  }

  private AnswerStore answers() {
    return scene().ledger().answers();
  }

  private Optional<SavedAnswer> found(Fingerprint fingerprint) {
    return Optional.ofNullable(
        answers()
            .find(scene().project(), NOBODY, List.of(fingerprint), Use.AWAITED)
            .get(fingerprint));
  }

  private ModelCall call(Fingerprint fingerprint) {
    return call(scene().accepted("source " + scene().nextId(), "words"), fingerprint);
  }

  private ModelCall call(Extraction extraction, Fingerprint fingerprint) {
    return new ModelCall(
        scene().nextId(),
        scene().project(),
        extraction.id(),
        0,
        1,
        "provider",
        "model",
        fingerprint);
  }

  private static String facts(int number) {
    return "[{\"quote\":\"q\",\"data\":{\"n\":" + number + "},\"start\":0,\"end\":1}]";
  }

  /** JSON may come back written in another way, and its keys in another order. */
  private static JsonNode tree(SavedAnswer answer) {
    return Json.tree(answer.facts());
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Start.NotBegun;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Cut;
import dev.tercet.saga.port.AnswerStore.Verdict.Invalid;
import dev.tercet.saga.port.AnswerStore.Verdict.Refused;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An invalid answer is asked for again once, over all attempts (docs/protocol.md §4). */
interface InvalidAnswerRules {
  Fingerprint RIDDLE = Fingerprint.of("model", "prompt", "schema", "a passage of riddles");

  LedgerScene scene();

  private AnswerStore answers() {
    return scene().ledger().answers();
  }

  private Start start(ModelCall call) {
    return answers().started(call, new Asker(UUID.randomUUID(), Duration.ofMinutes(5)));
  }

  private ModelCall call(Claim claim) {
    return ModelCalls.remote(scene()).about(claim, 0, RIDDLE);
  }

  /** Asks for the document of that claim, and gets that. */
  private void answered(Claim claim, Verdict verdict) {
    ModelCall call = call(claim);
    assertThat(start(call)).isInstanceOf(Start.Begun.class);
    answers().ended(call, verdict, new Usage(1, 100, 20));
  }

  @Test
  @DisplayName("S6: two invalid answers are paid for, whoever asks, and the second knows the first")
  default void asksAgainOnceAfterAnInvalidAnswer() {
    Claim letter = scene().claimed("a letter", "words");
    answered(letter, new Broken("timed out"));
    ModelCall lost = call(letter);
    assertThat(start(lost)).as("no answer counts for nothing").isEqualTo(Start.BEGUN);
    answers().abandoned(lost);
    answered(letter, new Invalid("no such quote", "{}"));
    scene().ledger().letAMomentPass();

    Claim card = scene().claimed("a card", "words");
    ModelCall second = call(card);
    Start again = start(second);
    assertThat(again).isEqualTo(new Start.Begun(new EarlierAnswer("no such quote", "{}")));
    assertThat(start(second)).as("a repetition changes nothing").isEqualTo(again);
    answers().ended(second, new Invalid("no facts", "?"), new Usage(1, 100, 20));

    assertThat(start(call(letter))).isEqualTo(new Start.Spent(new EarlierAnswer("no facts", "?")));
    assertThat(start(call(card))).as("nobody holds it").isInstanceOf(Start.Spent.class);
  }

  @Test
  @DisplayName("§4: an answer that was cut off is not asked for again as a whole")
  default void asksForNothingThatIsCutOff() {
    Claim letter = scene().claimed("a letter", "words");
    answered(letter, new Invalid("no such quote", "{}"));
    answered(letter, new Cut("too long", "{"));

    assertThat(start(call(letter))).isEqualTo(NotBegun.CUT);
    assertThat(answers().ended(call(letter), new Valid("[]"), Usage.NONE))
        .as("what the halves came to")
        .isPresent();
    assertThat(start(call(letter))).isEqualTo(NotBegun.ANSWERED);
    assertThat(scene().find(letter.extraction()).usage()).isEqualTo(new Usage(2, 200, 40));
  }

  @Test
  @DisplayName("§4: what was refused is not asked for again by the same document")
  default void asksForNothingThatWasRefused() {
    Claim letter = scene().claimed("a letter", "words");
    answered(letter, new Refused("content-refused", "not: this", false));

    assertThat(start(call(letter))).isEqualTo(new Start.Refused("content-refused", "not: this"));
    ModelCall other = call(scene().claimed("a card", "words"));
    assertThat(start(other)).as("another document may ask").isEqualTo(Start.BEGUN);
    answers().abandoned(other);
    assertThat(scene().extractions().fail(letter, LedgerScene.REFUSED)).isTrue();
    assertThat(start(call(retried(letter))))
        .as("so may this one, on request")
        .isEqualTo(Start.BEGUN);
  }

  @Test
  @DisplayName("§4: a person who has a document tried again gives its questions another chance")
  default void asksAnewAfterARetry() {
    Claim letter = scene().claimed("a letter", "words");
    answered(letter, new Invalid("no such quote", "{}"));
    answered(letter, new Cut("too long", "{"));
    assertThat(scene().extractions().fail(letter, LedgerScene.REFUSED)).isTrue();
    Claim again = retried(letter);

    answered(again, new Invalid("no facts", "?"));
    assertThat(start(call(again))).isEqualTo(new Start.Begun(new EarlierAnswer("no facts", "?")));
  }

  /** A moment later, so that what ends after it is not of the same time. */
  private Claim retried(Claim failed) {
    scene().extractions().retry(scene().project(), failed.extraction());
    scene().ledger().letAMomentPass();
    return scene().claim(scene().find(failed.extraction()));
  }

  @Test
  @DisplayName("§4: what was answered in vain before a retry counts no more, whoever asked")
  default void asksAnewAfterARetryWhateverOthersAsked() {
    Claim letter = scene().claimed("a letter", "words");
    assertThat(scene().extractions().fail(letter, LedgerScene.REFUSED)).isTrue();
    Claim card = scene().claimed("a card", "words");
    for (int times = 0; times < 2; times++) {
      assertThat(scene().extractions().fail(card, LedgerScene.REFUSED)).isTrue();
      card = retried(card);
    }
    answered(card, new Invalid("no such quote", "{}"));
    answered(card, new Invalid("no facts", "?"));
    assertThat(start(call(card))).isInstanceOf(Start.Spent.class);

    assertThat(start(call(retried(letter)))).isEqualTo(Start.BEGUN);
  }
}

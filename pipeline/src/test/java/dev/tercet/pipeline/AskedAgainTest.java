package dev.tercet.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.provider.Trouble;
import org.junit.jupiter.api.Test;

/** Answers that are of no use are asked for once more, or in halves, and never by hope. */
class AskedAgainTest {
  private static final Usage ONE = new Usage(1, 0, 0);

  private final Scene scene = new Scene();

  private static Reply unavailable() {
    return new Reply.Unavailable(
        Trouble.BROKEN,
        new Failure("provider-error", FailureClass.TRANSIENT, "away", Stage.ACCEPTED),
        ONE,
        null);
  }

  @Test
  void anInvalidAnswerIsAskedForAgainOnceWithWhatWasWrongAndThenFailsForGood() {
    String wrong = "{\"facts\":[{\"quote\":\"nowhere\",\"data\":{}}]}";
    scene.model.answers(_ -> ScriptedModel.content(wrong));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());

    Extraction failed = scene.extraction(accepted.id());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.attempts()).isEqualTo(1);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("invalid-answer");
    assertThat(failed.failure())
        .extracting(Failure::failureClass)
        .isEqualTo(FailureClass.PERMANENT);
    assertThat(failed.usage().calls()).isEqualTo(2);
    assertThat(scene.model.asked()).hasSize(2);
    assertThat(scene.model.asked().getFirst().earlier()).isNull();
    EarlierAnswer earlier = requireNonNull(scene.model.asked().getLast().earlier());
    assertThat(earlier.raw()).isEqualTo(wrong);
    assertThat(earlier.reason()).contains("/facts/0/data");
  }

  @Test
  void whatIsNoAnswerWhileOthersAreAnsweredIsPaidForTwiceAndNoMore() {
    scene.model.answers(request ->
        request.passage().startsWith("Ada")
            ? FailedCall.broken("the answer has no choice with a message", ONE)
            : ScriptedModel.firstWord(request));
    Extraction good = scene.accept("g.txt", "Grace answered.");
    scene.work(scene.worker());
    Extraction bad = scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());

    assertThat(scene.extraction(good.id()).status()).isEqualTo(Status.DONE);
    Extraction failed = scene.extraction(bad.id());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("invalid-answer");
    assertThat(failed.usage().calls()).isEqualTo(2);
  }

  @Test
  void aSecondAnswerThatIsValidIsUsed() {
    scene.model.answers(request ->
        request.earlier() == null
            ? ScriptedModel.content("I would rather not.")
            : ScriptedModel.firstWord(request));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.extraction(accepted.id()).usage().calls()).isEqualTo(2);
  }

  @Test
  void theSecondTryWaitsForAProviderThatBreaksOff() {
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.model.answers(_ -> {
      scene.model.answers(_ -> unavailable());
      return ScriptedModel.content("?");
    });
    var worker = scene.worker();
    scene.work(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    scene.model.answers(_ -> ScriptedModel.content("?"));
    scene.workLater(worker);

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.FAILED);
    assertThat(scene.model.asked()).hasSize(3);
    assertThat(scene.model.asked().getLast().earlier()).isNotNull();
  }

  @Test
  void aRetryOnRequestGivesTheQuestionAnotherChance() {
    scene.model.answers(_ -> ScriptedModel.content("?"));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var worker = scene.worker();
    scene.work(worker);
    scene.accept("b.txt", "Ada wrote it.");
    scene.work(worker);
    assertThat(scene.model.asked()).as("another document has the same question").hasSize(2);

    scene.model.answersWell();
    scene.ledger.extractions().retry(scene.project.id(), accepted.id());
    scene.work(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(3);
  }

  @Test
  void aPassageWhoseAnswerIsCutOffIsAskedAboutInHalves() {
    cutsLongerThan(40);
    String text = "\uD83D\uDE80 Ada wrote a long letter. Grace answered it at once.";
    Extraction accepted = scene.accept("a.txt", text);
    scene.work(scene.worker());

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.model.asked())
        .extracting(Request::passage)
        .containsExactlyInAnyOrder(
            text, "\uD83D\uDE80 Ada wrote a long letter. ", "Grace answered it at once.");
    assertThat(scene.passages(accepted.id()).getFirst().facts())
        .extracting(Fact::quote)
        .containsExactly("\uD83D\uDE80", "Grace");
    Fact grace = scene.passages(accepted.id()).getFirst().facts().getLast();
    assertThat(grace.start()).isEqualTo(text.codePointCount(0, text.indexOf("Grace")));
    assertThat(scene.extraction(accepted.id()).usage().calls()).isEqualTo(3);

    scene.accept("b.txt", text);
    scene.work(scene.worker());
    assertThat(scene.model.asked()).as("the whole is answered by now").hasSize(3);
  }

  @Test
  void aHalfThatIsCutOffAgainFailsForGood() {
    cutsLongerThan(10);
    Extraction accepted = scene.accept("a.txt", "Ada wrote a letter. Grace answered.");
    scene.work(scene.worker());

    Extraction failed = scene.extraction(accepted.id());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("answer-cut");
    assertThat(failed.failure())
        .extracting(Failure::failureClass)
        .isEqualTo(FailureClass.PERMANENT);
    assertThat(scene.model.asked()).hasSize(3);
  }

  @Test
  void aHalfThatGetsNoAnswerIsAskedAboutAgainAndNothingElse() {
    String text = "Ada wrote a very long letter. Grace answered it at once.";
    scene.model.answers(request ->
        request.passage().equals(text)
            ? new Reply.Cut("{", ONE)
            : request.passage().startsWith("Grace")
                ? unavailable()
                : ScriptedModel.firstWord(request));
    Extraction accepted = scene.accept("a.txt", text);
    var worker = scene.worker();
    scene.work(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    scene.model.answersWell();
    scene.workLater(worker);

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(4);
    assertThat(scene.model.asked().getLast().passage()).startsWith("Grace");
  }

  private void cutsLongerThan(int length) {
    scene.model.answers(request ->
        request.passage().length() > length
            ? new Reply.Cut("{\"facts\":[", ONE)
            : ScriptedModel.firstWord(request));
  }
}

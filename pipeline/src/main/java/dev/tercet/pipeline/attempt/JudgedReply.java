package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.PipelineMetrics.CallOutcome;
import dev.tercet.pipeline.answer.AnswerCheck;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.text.StorableText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply and what it is worth.
 *
 * @param failure null when the verdict is valid
 */
public record JudgedReply(
    Verdict verdict, Usage usage, CallOutcome outcome, @Nullable AttemptFailure failure) {

  /**
   * What came back.
   *
   * @param held how the document waits when the provider is in trouble; null when it is not, or
   *     only for this document
   */
  public record Sent(Reply reply, AttemptFailure.@Nullable Held held) {}

  /** The verdict on the reply about that passage. */
  public static JudgedReply of(Sent sent, String passage, FactSchema schema) {
    return switch (sent.reply()) {
      case Reply.Content content ->
          answered(AnswerCheck.judge(content, passage, schema), content.usage());
      case Reply.Cut(var content, var usage) ->
          new JudgedReply(
              new Verdict.Cut("the answer was cut off at a limit of its length", kept(content)),
              usage,
              CallOutcome.CUT,
              cut());
      case Reply.Refused(var failure, var usage) ->
          switch (failure.failureClass()) {
            case TRANSIENT ->
                new JudgedReply(
                    broken(failure),
                    usage,
                    CallOutcome.REFUSED,
                    new AttemptFailure.Tried(failure, Duration.ZERO));
            case PERMANENT, POISON ->
                new JudgedReply(
                    new Verdict.Refused(
                        failure.code(), failure.message(), FailedCall.isTurnedAway(failure)),
                    usage,
                    CallOutcome.REFUSED,
                    new AttemptFailure.Hopeless(failure));
          };
      case Reply.Unavailable(var _, var failure, var usage, var _)
          when sent.held() == null && failure.code().equals(FailedCall.BROKEN_ANSWER) ->
          answered(new Verdict.Invalid(failure.message(), ""), usage);
      case Reply.Unavailable(var _, var failure, var usage, var retryAfter) ->
          new JudgedReply(
              broken(failure),
              usage,
              CallOutcome.UNAVAILABLE,
              sent.held() == null
                  ? new AttemptFailure.Tried(
                      failure, retryAfter == null ? Duration.ZERO : retryAfter)
                  : sent.held());
    };
  }

  private static JudgedReply answered(Verdict verdict, Usage usage) {
    return verdict instanceof Verdict.Invalid(var reason, var _)
        ? new JudgedReply(verdict, usage, CallOutcome.INVALID, invalid(reason))
        : new JudgedReply(verdict, usage, CallOutcome.VALID, null);
  }

  private static Verdict.Broken broken(Failure failure) {
    return new Verdict.Broken(
        failure.code() + ": " + failure.message(), FailedCall.isTurnedAway(failure));
  }

  private static String kept(String content) {
    return StorableText.of(content, AnswerCheck.MAX_RAW);
  }

  /** Every answer that may be paid for was invalid. */
  static AttemptFailure invalid(String reason) {
    return hopeless("invalid-answer", reason);
  }

  /** The answer is longer than the model may make it. */
  static AttemptFailure cut() {
    return hopeless("answer-cut", "the answers are cut off at a limit of their length");
  }

  /** What is asked about was refused for good before. */
  static AttemptFailure refused(Start.Refused before) {
    return hopeless(before.code(), before.message());
  }

  private static AttemptFailure hopeless(String code, String message) {
    return new AttemptFailure.Hopeless(
        new Failure(code, FailureClass.PERMANENT, message, Stage.ACCEPTED));
  }
}

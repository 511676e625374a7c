package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.PipelineMetrics.CallOutcome;
import dev.tercet.pipeline.answer.AnswerCheck;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply and what it is worth.
 *
 * @param failure null when the verdict is valid
 */
record JudgedReply(
    Verdict verdict, Usage usage, CallOutcome outcome, @Nullable AttemptFailure failure) {

  /** The verdict on the reply to that question. */
  static JudgedReply of(Reply reply, Question question, FactSchema schema) {
    return switch (reply) {
      case Reply.Content content ->
          answered(AnswerCheck.judge(content, question.passage(), schema), content.usage());
      case Reply.Refused(var failure, var usage) ->
          new JudgedReply(
              broken(failure),
              usage,
              CallOutcome.REFUSED,
              switch (failure.failureClass()) {
                case TRANSIENT -> new AttemptFailure.Tried(failure, Duration.ZERO);
                case PERMANENT, POISON -> new AttemptFailure.Hopeless(failure);
              });
      case Reply.Unavailable(var failure, var usage, var retryAfter, var tried) -> {
        Duration notBefore = retryAfter == null ? Duration.ZERO : retryAfter;
        yield new JudgedReply(
            broken(failure),
            usage,
            CallOutcome.UNAVAILABLE,
            tried
                ? new AttemptFailure.Tried(failure, notBefore)
                : new AttemptFailure.Waiting(failure, notBefore));
      }
    };
  }

  private static JudgedReply answered(Verdict verdict, Usage usage) {
    return switch (verdict) {
      case Verdict.Valid _ -> new JudgedReply(verdict, usage, CallOutcome.VALID, null);
      case Verdict.Invalid(var reason, var _) ->
          new JudgedReply(verdict, usage, CallOutcome.INVALID, invalid(reason));
      case Verdict.Broken(var reason) ->
          new JudgedReply(verdict, usage, CallOutcome.INVALID, invalid(reason));
    };
  }

  private static Verdict.Broken broken(Failure failure) {
    return new Verdict.Broken(failure.code() + ": " + failure.message());
  }

  private static AttemptFailure invalid(String reason) {
    return new AttemptFailure.Tried(
        new Failure("invalid-answer", FailureClass.TRANSIENT, reason, Stage.ACCEPTED),
        Duration.ZERO);
  }
}

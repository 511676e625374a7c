package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.money.BudgetScope;
import java.time.Duration;

/** What it means for an extraction that the model was not asked for it, or in vain for all. */
final class NotAsked {
  private NotAsked() {}

  /** Nothing was tried, and nobody else has to wait for that. */
  static AttemptFailure elsewhere() {
    return new AttemptFailure.Crowded(
        failure("asked-elsewhere", "another process asks the model the same question"));
  }

  /** It goes on by itself when the day or month turns, or at once when the budget is raised. */
  static AttemptFailure overBudget(BudgetScope scope, Duration rest) {
    return new AttemptFailure.OverBudget(
        failure("budget-spent", "the budget is spent (" + scope.label() + ")"),
        scope.awaited(),
        rest);
  }

  /** Its answers are called for when the batch is over. */
  static AttemptFailure inBatch(String provider, Duration rest) {
    return new AttemptFailure.InBatch(
        failure("in-batch", "its questions wait for a batch of " + provider), rest);
  }

  /** Deleting the project deletes every document that has the question. */
  static AttemptFailure gone() {
    return new AttemptFailure.Gone(
        failure("project-deleted", "the project was deleted before the model was asked"));
  }

  /** Of no effect on what is deleted; one whose answer was swept away with another's asks again. */
  static AttemptFailure discarded() {
    return new AttemptFailure.Tried(
        failure(
            "answer-discarded", "the document or its project was deleted while the model answered"),
        Duration.ZERO);
  }

  private static Failure failure(String code, String message) {
    return new Failure(code, FailureClass.TRANSIENT, message, Stage.ACCEPTED);
  }
}

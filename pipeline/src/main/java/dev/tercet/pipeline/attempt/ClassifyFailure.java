package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.TextBudget.NoRoomException;
import dev.tercet.pipeline.answer.ProjectSchema.UnusableException;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.Embedder.EmbedderRefusedException;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.util.Locale;

/** Says of everything that a step may throw what it means for the extraction. */
final class ClassifyFailure {
  private ClassifyFailure() {}

  static AttemptFailure of(Throwable thrown, Stage passed) {
    return switch (thrown) {
      case StoreUnavailableException e ->
          waiting(e.store().name().toLowerCase(Locale.ROOT) + "-away", e, passed);
      case CollectionMissingException e -> waiting("collection-missing", e, passed);
      case EmbedderUnavailableException e when e.asked() ->
          new AttemptFailure.Tried(
              failure("embedder-unavailable", FailureClass.TRANSIENT, told(e), passed),
              e.notBefore());
      case EmbedderUnavailableException e when e.awaited() != null ->
          new AttemptFailure.Held(
              failure("embedder-away", FailureClass.TRANSIENT, told(e), passed),
              e.awaited().provider(),
              e.notBefore(),
              e.awaited().first());
      case EmbedderUnavailableException e ->
          new AttemptFailure.Waiting(
              failure("embedder-away", FailureClass.TRANSIENT, told(e), passed), e.notBefore());
      case UnusableException e ->
          new AttemptFailure.Hopeless(
              failure("schema-unusable", FailureClass.PERMANENT, message(e), passed));
      case EmbedderRefusedException e when e.forGood() ->
          new AttemptFailure.Hopeless(
              failure("embedder-refused", FailureClass.PERMANENT, told(e), passed));
      case EmbedderRefusedException e ->
          new AttemptFailure.Tried(
              failure("embedder-broken-answer", FailureClass.TRANSIENT, told(e), passed),
              Duration.ZERO);
      case NoRoomException e ->
          new AttemptFailure.Crowded(
              failure("no-room", FailureClass.TRANSIENT, message(e), passed));
      case AbandonedException e -> waiting("interrupted", e, passed);
      case Throwable e -> tried("unexpected", e, passed);
    };
  }

  /** The same setback, with the checkpoint after which it happened. */
  static AttemptFailure at(Stage passed, AttemptFailure failure) {
    Failure it = failure.failure();
    Failure there = failure(it.code(), it.failureClass(), it.message(), passed);
    return switch (failure) {
      case AttemptFailure.Waiting(var _, var notBefore) ->
          new AttemptFailure.Waiting(there, notBefore);
      case AttemptFailure.NoTurn(var _, var notBefore) ->
          new AttemptFailure.NoTurn(there, notBefore);
      case AttemptFailure.Held(var _, var provider, var notBefore, var first, var fallback) ->
          new AttemptFailure.Held(there, provider, notBefore, first, fallback);
      case AttemptFailure.OverBudget(var _, var budget, var rest) ->
          new AttemptFailure.OverBudget(there, budget, rest);
      case AttemptFailure.InBatch(var _, var rest) -> new AttemptFailure.InBatch(there, rest);
      case AttemptFailure.Crowded(var _, var notBefore) ->
          new AttemptFailure.Crowded(there, notBefore);
      case AttemptFailure.Tried(var _, var notBefore) -> new AttemptFailure.Tried(there, notBefore);
      case AttemptFailure.Hopeless _ -> new AttemptFailure.Hopeless(there);
      case AttemptFailure.Gone _ -> new AttemptFailure.Gone(there);
    };
  }

  private static AttemptFailure waiting(String code, Throwable thrown, Stage passed) {
    return new AttemptFailure.Waiting(
        failure(code, FailureClass.TRANSIENT, message(thrown), passed), Duration.ZERO);
  }

  private static AttemptFailure tried(String code, Throwable thrown, Stage passed) {
    return new AttemptFailure.Tried(
        failure(code, FailureClass.TRANSIENT, message(thrown), passed), Duration.ZERO);
  }

  private static Failure failure(
      String code, FailureClass failureClass, String message, Stage passed) {
    return new Failure(code, failureClass, message, passed);
  }

  /** What was made for a person to read. */
  private static String told(RuntimeException thrown) {
    return String.valueOf(thrown.getMessage());
  }

  private static String message(Throwable thrown) {
    return thrown.getMessage() == null
        ? thrown.getClass().getSimpleName()
        : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
  }
}

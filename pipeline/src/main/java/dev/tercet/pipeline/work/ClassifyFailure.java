package dev.tercet.pipeline.work;

import dev.tercet.pipeline.Setback;
import dev.tercet.pipeline.Together.AbandonedException;
import dev.tercet.pipeline.answer.ProjectSchema.UnusableException;
import dev.tercet.pipeline.work.TextBudget.NoRoomException;
import dev.tercet.saga.Embedder.EmbedderRefusedException;
import dev.tercet.saga.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.PointStore.CollectionMissingException;
import dev.tercet.saga.Stage;
import dev.tercet.saga.StoreUnavailableException;
import java.time.Duration;
import java.util.Locale;

/** Says of everything that a step may throw what it means for the extraction. */
final class ClassifyFailure {
  private ClassifyFailure() {}

  static Setback of(Throwable thrown, Stage passed) {
    return switch (thrown) {
      case StoreUnavailableException e ->
          waiting(e.store().name().toLowerCase(Locale.ROOT) + "-away", e, passed);
      case CollectionMissingException e -> waiting("collection-missing", e, passed);
      case EmbedderUnavailableException e when e.asked() ->
          new Setback.Tried(
              failure("embedder-unavailable", FailureClass.TRANSIENT, told(e), passed),
              e.notBefore());
      case EmbedderUnavailableException e ->
          new Setback.Waiting(
              failure("embedder-away", FailureClass.TRANSIENT, told(e), passed), e.notBefore());
      case UnusableException e ->
          new Setback.Hopeless(
              failure("schema-unusable", FailureClass.PERMANENT, message(e), passed));
      case EmbedderRefusedException e when e.forGood() ->
          new Setback.Hopeless(
              failure("embedder-refused", FailureClass.PERMANENT, told(e), passed));
      case EmbedderRefusedException e ->
          new Setback.Tried(
              failure("embedder-broken-answer", FailureClass.TRANSIENT, told(e), passed),
              Duration.ZERO);
      case NoRoomException e ->
          new Setback.Crowded(failure("no-room", FailureClass.TRANSIENT, message(e), passed));
      case AbandonedException e -> waiting("interrupted", e, passed);
      case Throwable e -> tried("unexpected", e, passed);
    };
  }

  /** The same setback, with the checkpoint after which it happened. */
  static Setback at(Stage passed, Setback setback) {
    Failure it = setback.failure();
    Failure there = failure(it.code(), it.failureClass(), it.message(), passed);
    return switch (setback) {
      case Setback.Waiting(var _, var notBefore) -> new Setback.Waiting(there, notBefore);
      case Setback.Crowded _ -> new Setback.Crowded(there);
      case Setback.Tried(var _, var notBefore) -> new Setback.Tried(there, notBefore);
      case Setback.Hopeless _ -> new Setback.Hopeless(there);
      case Setback.Gone _ -> new Setback.Gone(there);
    };
  }

  private static Setback waiting(String code, Throwable thrown, Stage passed) {
    return new Setback.Waiting(
        failure(code, FailureClass.TRANSIENT, message(thrown), passed), Duration.ZERO);
  }

  private static Setback tried(String code, Throwable thrown, Stage passed) {
    return new Setback.Tried(
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

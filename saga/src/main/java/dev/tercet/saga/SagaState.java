package dev.tercet.saga;

import dev.tercet.saga.queue.Position;
import java.time.Instant;
import java.util.UUID;

/** Where one extraction stands. Every state carries what recovery needs to know, and no more. */
public sealed interface SagaState {
  /** When the saga entered this state; staleness is measured from here. */
  Instant since();

  /** Epoch, stage and counters, kept through every state. */
  Progress progress();

  /** The state's name in stores and answers. */
  Status status();

  /** Must be published once {@code dueAt} has come. */
  record Pending(Instant since, Progress progress, Instant dueAt) implements SagaState {
    @Override
    public Status status() {
      return Status.PENDING;
    }
  }

  /** Published; {@code position} and {@code marker} say where, so that a loss can be seen. */
  record Queued(Instant since, Progress progress, Position position, String marker)
      implements SagaState {
    @Override
    public Status status() {
      return Status.QUEUED;
    }
  }

  /** Held by one worker session until {@code deadline}. */
  record Processing(Instant since, Progress progress, UUID session, Instant deadline)
      implements SagaState {
    @Override
    public Status status() {
      return Status.PROCESSING;
    }
  }

  /** Whole in every store. */
  record Done(Instant since, Progress progress) implements SagaState {
    @Override
    public Status status() {
      return Status.DONE;
    }
  }

  /** Given up, until a person asks for another attempt. */
  record Failed(Instant since, Progress progress, Failure failure) implements SagaState {
    @Override
    public Status status() {
      return Status.FAILED;
    }
  }

  /** Ended on request. */
  record Cancelled(Instant since, Progress progress) implements SagaState {
    @Override
    public Status status() {
      return Status.CANCELLED;
    }
  }

  /** A newer generation was accepted before this one finished, or finished after it. */
  record Superseded(Instant since, Progress progress) implements SagaState {
    @Override
    public Status status() {
      return Status.SUPERSEDED;
    }
  }

  /** On its way out of every store. */
  record Deleting(Instant since, Progress progress) implements SagaState {
    @Override
    public Status status() {
      return Status.DELETING;
    }
  }
}

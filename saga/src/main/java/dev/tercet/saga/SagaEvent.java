package dev.tercet.saga;

import dev.tercet.saga.queue.Position;
import java.time.Instant;
import java.util.UUID;

/** What can happen to an extraction. Every event names what its sender believes (S3). */
public sealed interface SagaEvent {

  /** A message for this epoch stands in the queue. */
  record Published(long epoch, Position position, String marker) implements SagaEvent {}

  /**
   * A worker takes the next attempt, having seen {@code hintEpoch}; {@code newEpoch} is drawn by
   * the database. When a message brought it there before the row said so, it was {@link Published}
   * first, as of when that was, in the same transaction.
   */
  record Claimed(long hintEpoch, long newEpoch, UUID session, Instant deadline)
      implements SagaEvent {}

  /** The holder passed a checkpoint; {@code deadline} is renewed by progress. */
  record Advanced(long epoch, UUID session, Stage stage, Instant deadline) implements SagaEvent {}

  /**
   * The holder finished, and no newer generation of the source has. Passages that failed for good
   * may be left out.
   */
  record Completed(long epoch, UUID session) implements SagaEvent {}

  /** The holder finished after a newer generation did. */
  record Overtaken(long epoch, UUID session) implements SagaEvent {}

  /** The holder gives the attempt back; {@code counted} only when something was really tried. */
  record Postponed(long epoch, UUID session, Instant dueAt, boolean counted) implements SagaEvent {}

  /** What it waited for is there: what was put off is due now. */
  record Hastened() implements SagaEvent {}

  /** The holder gives up for good. */
  record GivenUp(long epoch, UUID session, Failure failure) implements SagaEvent {}

  /**
   * The holder lost its claim for {@code cause}.
   *
   * @param maxCrashes how many crashed claims in a row park the extraction
   * @param maxAttempts how many attempts a hung one may use up
   */
  record Released(long epoch, UUID session, ReleaseCause cause, int maxCrashes, int maxAttempts)
      implements SagaEvent {}

  /**
   * The session whose end was counted as a crash lives on. Only for a row whose present count has
   * that crash in it.
   */
  record CrashTakenBack() implements SagaEvent {}

  /**
   * A newer generation of the source was accepted (ends the unfinished) or has finished (ends the
   * finished).
   */
  record Outdated(boolean newerHasFinished) implements SagaEvent {}

  /** A person cancels. */
  record CancelRequested() implements SagaEvent {}

  /**
   * A person asks for another attempt; every counter that could block it is reset. What is done
   * without some of its passages does not change: its document is accepted once more, as another
   * extraction.
   */
  record RetryRequested() implements SagaEvent {}

  /** A person deletes. */
  record DeleteRequested() implements SagaEvent {}
}

package dev.tercet.saga;

import java.util.Locale;
import java.util.Optional;

/**
 * What a line of the audit trail is about: programs read this, people read the line's reason. The
 * database has the same words in the same order.
 */
public enum AuditEvent {
  ACCEPTED,
  PUBLISHED,
  CLAIMED,
  COMPLETED,
  /** It finished after a newer generation had. */
  OVERTAKEN,
  /** Its holder gave it back, to be tried again or to wait. */
  POSTPONED,
  /** Its holder gave it up for good. */
  GIVEN_UP,
  DRAINED,
  LEASE_EXPIRED,
  CRASHED,
  DEADLINE_PASSED,
  CRASH_TAKEN_BACK,
  /** It was unfinished when a newer generation was accepted. */
  NEWER_ACCEPTED,
  /** It was done when a newer generation finished. */
  NEWER_DONE,
  CANCELLED,
  RETRIED,
  DELETED,
  PROJECT_DELETED,
  /** It was older than its retention. */
  EXPIRED,
  /** The receipt: every store was read and holds nothing of it. */
  REMOVED;

  /** The name in lower case, as the database writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The event of that label; throws {@link IllegalArgumentException} for any other word. */
  public static AuditEvent ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** A claim that was taken from its holder for that cause. */
  public static AuditEvent of(ReleaseCause cause) {
    return switch (cause) {
      case DRAINED -> DRAINED;
      case LEASE_EXPIRED -> LEASE_EXPIRED;
      case CRASHED -> CRASHED;
      case DEADLINE_PASSED -> DEADLINE_PASSED;
    };
  }

  /** What the trail calls it; empty for progress within a status, which leaves no line. */
  public static Optional<AuditEvent> of(SagaEvent event) {
    return switch (event) {
      case SagaEvent.Advanced _, SagaEvent.Hastened _ -> Optional.empty();
      case SagaEvent.Published _ -> Optional.of(PUBLISHED);
      case SagaEvent.Claimed _ -> Optional.of(CLAIMED);
      case SagaEvent.Completed _ -> Optional.of(COMPLETED);
      case SagaEvent.Overtaken _ -> Optional.of(OVERTAKEN);
      case SagaEvent.Postponed _ -> Optional.of(POSTPONED);
      case SagaEvent.GivenUp _ -> Optional.of(GIVEN_UP);
      case SagaEvent.Released released -> Optional.of(of(released.cause()));
      case SagaEvent.CrashTakenBack() -> Optional.of(CRASH_TAKEN_BACK);
      case SagaEvent.Outdated(var newerHasFinished) ->
          Optional.of(newerHasFinished ? NEWER_DONE : NEWER_ACCEPTED);
      case SagaEvent.CancelRequested() -> Optional.of(CANCELLED);
      case SagaEvent.RetryRequested() -> Optional.of(RETRIED);
      case SagaEvent.DeleteRequested() -> Optional.of(DELETED);
    };
  }
}

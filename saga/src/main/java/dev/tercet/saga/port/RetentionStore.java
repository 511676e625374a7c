package dev.tercet.saga.port;

import dev.tercet.saga.RetentionKind;
import java.time.Duration;

/** What goes by its age, and what is added up so that nothing grows with what has happened. */
public interface RetentionStore {
  /**
   * How long a caller's idempotency key is remembered: longer than any client goes on repeating a
   * request. A key that is older may stand for another body again.
   */
  Duration KEYS_KEPT = Duration.ofHours(24);

  /**
   * What one batch of retention did.
   *
   * @param rows extractions that turned {@code deleting}, or rows that went
   * @param more whether there may be more of that age
   */
  record Purged(long rows, boolean more) {}

  /**
   * One bounded batch of retention, a transaction of its own. Extractions that ended at least that
   * long ago turn {@code deleting} with a removal row; histories go whose extraction went that long
   * ago; answers and keys go by their own age. Nothing newer is looked at.
   */
  Purged purge(RetentionKind kind, Duration age, int limit);

  /**
   * Adds a batch of what has changed since to the counts of statuses and to what was spent, so that
   * a reader never has much to add up; true when there may be more. The counts are the same before
   * and after.
   */
  boolean foldCounts();
}

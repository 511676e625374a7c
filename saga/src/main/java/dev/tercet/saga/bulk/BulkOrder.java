package dev.tercet.saga.bulk;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bulk run as it is asked for.
 *
 * @param id of the run, drawn before it is asked for the first time
 * @param rate at most so many extractions a second, 1 to {@value #MOST_RATE}
 * @param reason a person's words, which each history repeats; null when there are none
 * @param matched how many there are to begin with
 * @param more whether there are more than that
 */
public record BulkOrder(
    UUID id,
    BulkAction action,
    BulkFilter filter,
    int rate,
    @Nullable String reason,
    long matched,
    boolean more) {
  /** As fast as a run may be asked to go. */
  public static final int MOST_RATE = 10_000;

  /** What the history of each extraction says. */
  public String words() {
    return words(action, id, reason);
  }

  /** What the history of each extraction says of such a run. */
  public static String words(BulkAction action, UUID run, @Nullable String reason) {
    return action.reason(run.toString()) + (reason == null ? "" : ": " + reason);
  }
}

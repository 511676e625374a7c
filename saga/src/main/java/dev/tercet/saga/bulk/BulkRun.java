package dev.tercet.saga.bulk;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a bulk run has come.
 *
 * @param project whose extractions it works on; null for those of all projects
 * @param rate at most so many extractions a second
 * @param matched how many there were when it was asked for
 * @param more whether there were more than that
 * @param done on how many it took effect
 * @param refused how many it found whose status does not allow it
 * @param finishedAt when it ended; null while it runs
 */
public record BulkRun(
    UUID id,
    @Nullable UUID project,
    BulkAction action,
    State state,
    int rate,
    long matched,
    boolean more,
    long done,
    long refused,
    Instant startedAt,
    @Nullable Instant finishedAt) {

  /** Whether it goes on. */
  public enum State {
    RUNNING,
    FINISHED,
    ABORTED;

    /** The name in lower case, as the database and the API write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that label; throws {@link IllegalArgumentException} for any other word. */
    public static State ofLabel(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }
}

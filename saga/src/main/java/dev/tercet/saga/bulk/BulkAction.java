package dev.tercet.saga.bulk;

import dev.tercet.saga.Status;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a bulk run does to each extraction that it finds. The database has the same words. */
public enum BulkAction {
  /** Another attempt for what has failed; for what waits, if that is asked for, now. */
  RETRY("retried"),
  /** Ends what is unfinished. */
  CANCEL("cancelled"),
  /** Deletes, whatever the status. */
  DELETE("deleted"),
  /** Another attempt for dead letters, and for nothing else. */
  REDRIVE("redriven"),
  /** Deletes dead letters, with a reason. */
  DISCARD("discarded"),
  /** Makes a new version, with what the project uses now, of what is done. */
  AGAIN("made again");

  private final String past;

  BulkAction(String past) {
    this.past = past;
  }

  /** Where it looks for extractions unless a status is named. */
  public Set<Status> statuses() {
    return switch (this) {
      case RETRY, REDRIVE, DISCARD -> EnumSet.of(Status.FAILED);
      case CANCEL -> EnumSet.of(Status.PENDING, Status.QUEUED, Status.PROCESSING);
      case AGAIN -> EnumSet.of(Status.DONE);
      case DELETE -> EnumSet.complementOf(EnumSet.of(Status.DELETING));
    };
  }

  /** Whether it can take effect on what stands there. */
  public boolean allows(Status status) {
    return statuses().contains(status) || (this == RETRY && status == Status.PENDING);
  }

  /**
   * Whether only what has stood in its status since before the run began is taken, so that what it
   * has sent on its way is never taken again, whatever becomes of it. The others take what was
   * there when the run began, wherever it stands by now.
   */
  public boolean isOfStatus() {
    return this != CANCEL && this != DELETE;
  }

  /** The name in lower case, as the database and the API write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of that label; throws {@link IllegalArgumentException} for any other word. */
  public static BulkAction ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** What the history says of an extraction to which that run did it. */
  public String reason(String run) {
    return past + " by bulk run " + run;
  }
}

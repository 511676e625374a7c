package dev.tercet.saga.schedule;

import java.util.Locale;

/** What a schedule does each time. The database has the same words. */
public enum ScheduledAction {
  /** Finds and repairs what the stores disagree on, in a project or everywhere. */
  RECONCILE,
  /** Removes what is older than its retention, whenever that was done last. */
  PURGE,
  /** A bulk run that gives what has failed in a project another attempt. */
  RETRY;

  /** The name in lower case, as the database and the API write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of that label; throws {@link IllegalArgumentException} for any other word. */
  public static ScheduledAction ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}

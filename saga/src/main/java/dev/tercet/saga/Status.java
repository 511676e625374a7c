package dev.tercet.saga;

import java.util.Locale;

/** Where an extraction stands, as every store, answer and metric names it. */
public enum Status {
  PENDING,
  QUEUED,
  PROCESSING,
  DONE,
  FAILED,
  CANCELLED,
  SUPERSEDED,
  DELETING;

  /**
   * True while work is under way or due: passages and points of such an extraction are never drift.
   */
  public boolean isInFlight() {
    return switch (this) {
      case PENDING, QUEUED, PROCESSING -> true;
      case DONE, FAILED, CANCELLED, SUPERSEDED, DELETING -> false;
    };
  }

  /** True when the points of such an extraction must go: whoever finds one it wrote removes it. */
  public boolean losesPoints() {
    return switch (this) {
      case CANCELLED, SUPERSEDED, DELETING -> true;
      case PENDING, QUEUED, PROCESSING, DONE, FAILED -> false;
    };
  }

  /** The name in lower case, as the database, the API and the metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of that label; throws {@link IllegalArgumentException} for any other word. */
  public static Status ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}

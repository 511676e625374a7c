package dev.tercet.saga;

import java.util.Locale;

/**
 * Where an extraction stands, as every store, answer and metric names it. Whoever asks for a group
 * of statuses asks here; the database has functions of the same names.
 */
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

  /** True when it has ended, one way or another, and is there: only a request moves it again. */
  public boolean isFinal() {
    return switch (this) {
      case DONE, FAILED, CANCELLED, SUPERSEDED -> true;
      case PENDING, QUEUED, PROCESSING, DELETING -> false;
    };
  }

  /** True when the same document, posted again, is answered by such an extraction. */
  public boolean answersAgain() {
    return switch (this) {
      case PENDING, QUEUED, PROCESSING, DONE, SUPERSEDED -> true;
      case FAILED, CANCELLED, DELETING -> false;
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

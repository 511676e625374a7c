package dev.tercet.saga.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one time of a schedule fared.
 *
 * @param at when it was fired, by the database's clock
 * @param run the id of the run of recovery or the bulk run that it began
 * @param error what was wrong; null when nothing was
 * @param took how long it took; null while that is not known
 */
public record Firing(
    Instant at, UUID run, Outcome outcome, @Nullable String error, @Nullable Duration took) {
  /** A longer error is cut there. */
  public static final int MOST_ERROR = 500;

  /** How it came out. */
  public enum Outcome {
    /** It was fired; how it came out is not known, yet or ever. */
    BEGUN,
    SUCCEEDED,
    /** It was not done, since the like of it was under way, or too much of it. */
    REFUSED,
    FAILED;

    /** The name in lower case, as the database and the API write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of that label; throws {@link IllegalArgumentException} for any other word. */
    public static Outcome ofLabel(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * How an act ended.
   *
   * @param error what was wrong; null when nothing was
   */
  public record End(Outcome outcome, @Nullable String error) {
    /** It did what it is for. */
    public static End succeeded() {
      return new End(Outcome.SUCCEEDED, null);
    }

    /** A bulk run that found no room among the others. */
    public static End tooMany() {
      return refused("too many bulk runs go on already");
    }

    /** It was not done. */
    public static End refused(String why) {
      return new End(Outcome.REFUSED, why);
    }

    /** It was tried. */
    public static End failed(String why) {
      return new End(Outcome.FAILED, why);
    }
  }
}

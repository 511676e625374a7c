package dev.tercet.pipeline.provider;

import static dev.tercet.saga.time.Durations.longer;
import static dev.tercet.saga.time.Durations.shorter;

import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;

/** How long nobody calls a provider in trouble before one call sees whether it answers again. */
final class RetryPause {
  /** A call that sees comes that often at first … */
  static final Duration SHORTEST = Duration.ofMillis(3_500);

  /** … and this often at last, each time after an eighth of the time that it has lasted. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int SHARE_OF_PAST = 8;

  /** What a provider that names no time is given to recover from a 429. */
  private static final Duration DEFAULT_REST = Duration.ofSeconds(5);

  /** Plans that count by day name the rest of the day. */
  private static final Duration LONGEST_REST = Duration.ofHours(24);

  private static final Duration SELDOM = Duration.ofHours(1);

  private RetryPause() {}

  /** After so long a trouble. */
  static Duration after(Duration lasted) {
    return shorter(LONGEST, longer(SHORTEST, lasted.dividedBy(SHARE_OF_PAST)));
  }

  /** Who waits is called when it opens: the longer it lasts, the more seldom he looks himself. */
  static Duration ownLook(Duration rest, Duration lasted) {
    return longer(rest, shorter(SELDOM, lasted));
  }

  /**
   * After a call that met trouble.
   *
   * @param sees whether it was to see; then it has gone on, whatever short time the provider names
   */
  static Duration after(Reply.Unavailable met, boolean sees, Duration lasted) {
    Duration asked = met.retryAfter();
    if (asked == null) {
      return met.trouble() == Trouble.LIMITED ? DEFAULT_REST : after(lasted);
    }
    return shorter(LONGEST_REST, sees ? longer(SHORTEST, asked) : asked);
  }
}

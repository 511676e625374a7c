package dev.tercet.saga.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rates of each provider, kept together by all processes of an installation and by one clock
 * (docs/protocol.md §4). For requests and for tokens there is a bucket that fills by its rate, and
 * no minute gets more than a minute's worth, or than the bucket holds if that is more. What is
 * known of a provider ends by itself once it says nothing more; when it is lost, its buckets are
 * full. Everything here may happen twice without harm: at worst a turn is lost or one is too many.
 * Throws {@link StoreUnavailableException} while nobody can say whose turn it is.
 */
public interface CallRates {
  /**
   * What a provider is given.
   *
   * @param provider under whose name the buckets are kept
   * @param requestsPerMinute null for any number
   * @param tokensPerMinute input and output together; null for any number
   * @param burst how much of a rate its bucket holds; it always holds at least 1
   */
  record Rates(
      String provider,
      @Nullable Long requestsPerMinute,
      @Nullable Long tokensPerMinute,
      Duration burst) {}

  /**
   * What an answer of the provider says is left of a limit of its own.
   *
   * @param limit a minute; 0 when it is not told
   * @param remaining of it, for calls that the provider does not know yet
   * @param reset after which the whole limit is there again
   */
  record Left(long limit, long remaining, Duration reset) {}

  /**
   * What an answer says.
   *
   * @param requests null when it says nothing of them
   * @param tokens null when it says nothing of them
   * @param took how long the call lasted: what was given since it began may not be in it
   */
  record Told(@Nullable Left requests, @Nullable Left tokens, Duration took) {}

  /**
   * Takes the turn of one call that may use so many tokens. Who comes next gets a later turn, so
   * that nobody wakes for another one's.
   *
   * @param tokens that are taken beforehand; {@link #settle} sets them right
   * @return how long the caller must wait before the call; when that is longer than {@code
   *     longest}, no turn was taken
   */
  Duration take(Rates rates, long tokens, Duration longest);

  /** The call whose turn was taken was not made, or was refused as one too many. */
  void giveBack(Rates rates, long tokens);

  /**
   * A call has ended.
   *
   * @param tokens that it used beyond those that were taken, negative for fewer
   */
  void settle(Rates rates, long tokens);

  /**
   * An answer says what is left. It is believed downwards only, until its reset and for a minute at
   * most, and until another answer says something else.
   */
  void heard(Rates rates, Told told);
}

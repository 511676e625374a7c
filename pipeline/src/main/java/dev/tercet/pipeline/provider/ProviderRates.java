package dev.tercet.pipeline.provider;

import dev.tercet.saga.Usage;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The provider's rates: requests and tokens a minute, each of which may be without limit. */
public final class ProviderRates {
  private final @Nullable RateLimit requests;
  private final @Nullable RateLimit tokens;

  /**
   * Rates of this process.
   *
   * @param requestsPerMinute null for any number
   * @param tokensPerMinute input and output together; null for any number
   * @param burst how much of a rate may be used at once after idleness
   */
  public ProviderRates(
      @Nullable Long requestsPerMinute,
      @Nullable Long tokensPerMinute,
      Duration burst,
      InstantSource clock) {
    requests = requestsPerMinute == null ? null : new RateLimit(requestsPerMinute, burst, clock);
    tokens = tokensPerMinute == null ? null : new RateLimit(tokensPerMinute, burst, clock);
  }

  /** No limit. */
  public static ProviderRates unlimited(InstantSource clock) {
    return new ProviderRates(null, null, Duration.ofSeconds(10), clock);
  }

  /** Whether no call ever waits for a rate. */
  boolean isUnlimited() {
    return requests == null && tokens == null;
  }

  /**
   * How long a call must wait for its turn; when that is at most {@code longest}, the turn is taken
   * and the caller must wait and then call.
   */
  Duration takeTurn(Duration longest) {
    Duration forTokens = tokens == null ? Duration.ZERO : tokens.waitFor(1);
    if (forTokens.compareTo(longest) > 0 || requests == null) {
      return forTokens;
    }
    Duration forRequest = requests.take(1, longest);
    return forRequest.compareTo(forTokens) > 0 ? forRequest : forTokens;
  }

  /** The call whose turn was taken was not made. */
  void giveTurnBack() {
    if (requests != null) {
      requests.giveBack(1);
    }
  }

  /** A call used this much. */
  void used(Usage usage) {
    if (tokens != null) {
      tokens.owe((double) (usage.inputTokens() + usage.outputTokens()));
    }
  }
}

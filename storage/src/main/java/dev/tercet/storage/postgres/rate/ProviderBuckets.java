package dev.tercet.storage.postgres.rate;

import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.storage.postgres.rate.RateActs.Act;
import dev.tercet.storage.postgres.rate.RateActs.GiveBack;
import dev.tercet.storage.postgres.rate.RateActs.Hear;
import dev.tercet.storage.postgres.rate.RateActs.Settle;
import dev.tercet.storage.postgres.rate.RateActs.Take;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The row of one provider while it is held: what is done to it, and what is written then. */
final class ProviderBuckets {
  private final String provider;
  private final long now;
  private long at;
  private @Nullable String requests;
  private @Nullable String tokens;
  private boolean changed;

  /**
   * @param at when it was last written
   * @param now by the server's clock
   */
  ProviderBuckets(
      String provider, long at, long now, @Nullable String requests, @Nullable String tokens) {
    this.provider = provider;
    this.at = at;
    this.now = now;
    this.requests = requests;
    this.tokens = tokens;
  }

  String provider() {
    return provider;
  }

  long now() {
    return now;
  }

  @Nullable String requests() {
    return requests;
  }

  @Nullable String tokens() {
    return tokens;
  }

  boolean isChanged() {
    return changed;
  }

  /** Does it; returns how long the turn is to be waited for, which none was taken beyond. */
  Duration act(Act act) {
    RateBucket forRequests = bucket(act.rates(), act.rates().requestsPerMinute(), requests);
    RateBucket forTokens = bucket(act.rates(), act.rates().tokensPerMinute(), tokens);
    long turn = now;
    switch (act) {
      case Take take -> {
        turn = Math.max(turn(forRequests, 1), turn(forTokens, (double) take.tokens()));
        if (Duration.ofNanos((turn - now) * 1_000).compareTo(take.longest()) > 0) {
          return Duration.ofNanos((turn - now) * 1_000);
        }
        use(forRequests, 1, turn);
        use(forTokens, (double) take.tokens(), turn);
      }
      case GiveBack given -> {
        use(forRequests, -1, now);
        use(forTokens, (double) -given.tokens(), now);
      }
      case Settle settled -> {
        if (forTokens != null) {
          forTokens.settle((double) settled.tokens());
        }
      }
      case Hear heard -> hear(heard.told(), forRequests, forTokens);
    }
    keep(forRequests, forTokens);
    return Duration.ofNanos((turn - now) * 1_000);
  }

  private @Nullable RateBucket bucket(
      Rates rates, @Nullable Long perMinute, @Nullable String kept) {
    return perMinute == null ? null : RateBucket.of(perMinute, rates.burst(), kept, at, now);
  }

  private long turn(@Nullable RateBucket bucket, double amount) {
    return bucket == null ? now : bucket.turn(amount);
  }

  private static void use(@Nullable RateBucket bucket, double amount, long turn) {
    if (bucket != null) {
      bucket.use(amount, turn);
    }
  }

  /** The request of an answer is known to whoever gives it. */
  private static void hear(
      Told told, @Nullable RateBucket forRequests, @Nullable RateBucket forTokens) {
    if (forRequests != null && told.requests() != null) {
      forRequests.hear(told.requests(), 1, told.took());
    }
    if (forTokens != null && told.tokens() != null) {
      forTokens.hear(told.tokens(), 0, told.took());
    }
  }

  /** A rate that this process does not limit stays as it is. */
  private void keep(@Nullable RateBucket forRequests, @Nullable RateBucket forTokens) {
    requests = forRequests == null ? requests : forRequests.text();
    tokens = forTokens == null ? tokens : forTokens.text();
    at = now;
    changed = true;
  }
}

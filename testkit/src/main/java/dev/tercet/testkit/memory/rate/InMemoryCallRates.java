package dev.tercet.testkit.memory.rate;

import dev.tercet.saga.port.CallRates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rates of all processes of a test, by its clock. */
public final class InMemoryCallRates implements CallRates {
  private final InstantSource clock;
  private final Map<String, RateMeter> meters = new HashMap<>();

  public InMemoryCallRates(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Duration take(Rates rates, long tokens, Duration longest) {
    Instant now = clock.instant();
    RateMeter forRequests = requests(rates);
    RateMeter forTokens = tokens(rates);
    Instant turn = now;
    if (forRequests != null) {
      turn = later(turn, forRequests.turn(1, now));
    }
    if (forTokens != null) {
      turn = later(turn, forTokens.turn(tokens, now));
    }
    Duration wait = Duration.between(now, turn);
    if (wait.compareTo(longest) <= 0) {
      use(rates, 1, tokens, turn);
    }
    return wait;
  }

  @Override
  public synchronized void giveBack(Rates rates, long tokens) {
    use(rates, -1, -tokens, clock.instant());
  }

  @Override
  public synchronized void settle(Rates rates, long tokens) {
    Instant now = clock.instant();
    RateMeter forTokens = tokens(rates);
    if (forTokens != null) {
      forTokens.settle(tokens, now);
    }
  }

  @Override
  public synchronized void heard(Rates rates, Told told) {
    Instant now = clock.instant();
    RateMeter forRequests = requests(rates);
    RateMeter forTokens = tokens(rates);
    if (forRequests != null && told.requests() != null) {
      forRequests.hear(told.requests(), 1, now, told.took());
    }
    if (forTokens != null && told.tokens() != null) {
      forTokens.hear(told.tokens(), 0, now, told.took());
    }
  }

  /** Loses everything, as FLUSHALL does. */
  public synchronized void flushAll() {
    meters.clear();
  }

  private void use(Rates rates, long requests, long tokens, Instant turn) {
    Instant now = clock.instant();
    RateMeter forRequests = requests(rates);
    RateMeter forTokens = tokens(rates);
    if (forRequests != null) {
      forRequests.use(requests, turn, now);
    }
    if (forTokens != null) {
      forTokens.use(tokens, turn, now);
    }
  }

  private @Nullable RateMeter requests(Rates rates) {
    return meter(rates, "requests", rates.requestsPerMinute());
  }

  private @Nullable RateMeter tokens(Rates rates) {
    return meter(rates, "tokens", rates.tokensPerMinute());
  }

  private @Nullable RateMeter meter(Rates rates, String kind, @Nullable Long perMinute) {
    return perMinute == null
        ? null
        : meters.computeIfAbsent(
            rates.provider() + " " + kind,
            _ -> new RateMeter(perMinute, rates.burst(), clock.instant()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

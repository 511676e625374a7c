package dev.tercet.storage.redis;

import dev.tercet.saga.port.CallRates;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The buckets of each provider in Redis: {@link RateScript} does all of it. */
final class RedisCallRates implements CallRates {
  private final RateScript script = new RateScript();
  private final RedisConnections connections;
  private final RedisKeys keys;

  RedisCallRates(RedisConnections connections, RedisKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  @Override
  public Duration take(Rates rates, long tokens, Duration longest) {
    return act("take", rates, 1, tokens, longest);
  }

  @Override
  public void giveBack(Rates rates, long tokens) {
    act("give", rates, -1, -tokens, Duration.ZERO);
  }

  @Override
  public void settle(Rates rates, long tokens) {
    act("settle", rates, 0, tokens, Duration.ZERO);
  }

  private Duration act(String name, Rates rates, long requests, long tokens, Duration longest) {
    List<String> arguments =
        List.of(
            name,
            micros(rates.burst()),
            micros(longest),
            perMinute(rates.requestsPerMinute()),
            Long.toString(requests),
            perMinute(rates.tokensPerMinute()),
            Long.toString(tokens));
    String key = keys.rates(rates.provider());
    return Duration.of(
        connections.call(connection -> script.run(connection, key, arguments)), ChronoUnit.MICROS);
  }

  /** The script reads nothing as no limit. */
  private static String perMinute(@Nullable Long rate) {
    return rate == null ? "0" : rate.toString();
  }

  private static String micros(Duration duration) {
    return Long.toString(duration.toNanos() / 1_000);
  }
}

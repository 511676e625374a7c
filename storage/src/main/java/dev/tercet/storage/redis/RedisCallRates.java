package dev.tercet.storage.redis;

import dev.tercet.saga.port.CallRates;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The buckets of each provider in Redis: {@link RateScript} does all of it. */
final class RedisCallRates implements CallRates {
  private static final Told NOTHING = new Told(null, null, Duration.ZERO);

  private final RateScript script = new RateScript();
  private final RedisConnections connections;
  private final RedisKeys keys;

  RedisCallRates(RedisConnections connections, RedisKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  @Override
  public Duration take(Rates rates, long tokens, Duration longest) {
    return act("take", rates, new Amount(1, tokens), longest, NOTHING);
  }

  @Override
  public void giveBack(Rates rates, long tokens) {
    act("give", rates, new Amount(-1, -tokens), Duration.ZERO, NOTHING);
  }

  @Override
  public void settle(Rates rates, long tokens) {
    act("settle", rates, new Amount(0, tokens), Duration.ZERO, NOTHING);
  }

  @Override
  public void heard(Rates rates, Told told) {
    act("hear", rates, new Amount(0, 0), told.took(), told);
  }

  private record Amount(long requests, long tokens) {}

  private Duration act(String name, Rates rates, Amount amount, Duration longest, Told told) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(name, micros(rates.burst()), micros(longest)));
    add(arguments, rates.requestsPerMinute(), amount.requests(), told.requests());
    add(arguments, rates.tokensPerMinute(), amount.tokens(), told.tokens());
    String key = keys.rates(rates.provider());
    return Duration.of(
        connections.call(connection -> script.run(connection, key, arguments)), ChronoUnit.MICROS);
  }

  /** The script reads a rate of 0 as none, and a negative remainder as nothing heard. */
  private static void add(
      List<String> arguments, @Nullable Long rate, long amount, @Nullable Left left) {
    arguments.add(rate == null ? "0" : rate.toString());
    arguments.add(Long.toString(amount));
    arguments.add(left == null ? "0" : Long.toString(left.limit()));
    arguments.add(left == null ? "-1" : Long.toString(left.remaining()));
    arguments.add(left == null ? "0" : micros(left.reset()));
  }

  private static String micros(Duration duration) {
    return Long.toString(duration.toNanos() / 1_000);
  }
}

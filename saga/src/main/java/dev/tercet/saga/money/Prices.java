package dev.tercet.saga.money;

import dev.tercet.saga.Usage;
import java.math.BigInteger;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table of prices.
 *
 * @param version names it in the ledger, such as the date at which it was collected
 * @param currency of all prices
 */
public record Prices(String version, String currency, List<Price> prices) {
  /** The date with which makers name a state of a model. */
  private static final Pattern STATE = Pattern.compile("-\\d{4}-?\\d{2}-?\\d{2}$");

  /** Millionths for a million tokens are so many billionths for a thousand. */
  private static final BigInteger PER_NANO = BigInteger.valueOf(1_000);

  /** What stands in one row of the ledger. */
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  public Prices {
    prices = List.copyOf(prices);
  }

  /**
   * These prices, on the day that it is.
   *
   * @param inside the names of the providers inside this process, whom nobody pays
   */
  public Pricing at(InstantSource clock, Set<String> inside) {
    return (provider, model, usage) ->
        inside.contains(provider)
            ? new Charge.Inside()
            : charge(provider, model, usage, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /**
   * What so much costs on that day. What was sent and of which no token was counted is not known to
   * be free: a call that broke off may be paid for, and some endpoints count nothing.
   */
  public Charge charge(String provider, String model, Usage usage, LocalDate day) {
    if (usage.calls() == 0) {
      return new Charge.Free();
    }
    if (usage.inputTokens() == 0 && usage.outputTokens() == 0) {
      return new Charge.Unpriced(version);
    }
    return find(provider, model, day)
        .<Charge>map(it -> new Charge.Priced(new Money(nanos(it, usage), currency), version))
        .orElseGet(() -> new Charge.Unpriced(version));
  }

  /**
   * The newest price of the model that holds on that day; one of that provider before one of any,
   * and one of exactly that name before one of the name without the date behind it.
   */
  public Optional<Price> find(String provider, String model, LocalDate day) {
    return newest(provider, model, day)
        .or(() -> newest(provider, STATE.matcher(model).replaceFirst(""), day));
  }

  private Optional<Price> newest(String provider, String model, LocalDate day) {
    return prices.stream()
        .filter(it -> it.model().equals(model))
        .filter(it -> it.provider() == null || it.provider().equals(provider))
        .filter(it -> !it.since().isAfter(day))
        .max(Comparator.comparing((Price it) -> it.provider() != null).thenComparing(Price::since));
  }

  /** Rounded up, once for a call. */
  private static long nanos(Price price, Usage usage) {
    long cached = Math.min(usage.cachedTokens(), usage.inputTokens());
    long written = Math.min(usage.writtenTokens(), usage.inputTokens() - cached);
    BigInteger thousands =
        times(usage.inputTokens() - cached - written, price.input())
            .add(times(cached, price.cached()))
            .add(times(written, price.written()))
            .add(times(usage.outputTokens(), price.output()));
    BigInteger[] parts = thousands.divideAndRemainder(PER_NANO);
    return parts[0].add(BigInteger.valueOf(parts[1].signum())).min(MOST).longValueExact();
  }

  private static BigInteger times(long tokens, long price) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
  }
}

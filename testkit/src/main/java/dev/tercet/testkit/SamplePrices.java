package dev.tercet.testkit;

import dev.tercet.saga.money.Price;
import dev.tercet.saga.money.Prices;
import dev.tercet.saga.money.Pricing;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** Prices as the tests' ledgers have them. */
public final class SamplePrices {
  private static final Set<String> INSIDE = Set.of("rules", "echo");

  /**
   * A million tokens of {@code model}: 0.15 there, 0.075 from a cache, 0.1875 to it, 0.60 back,
   * until long from now.
   */
  public static final Prices TABLE =
      new Prices(
          "sample",
          "USD",
          List.of(
              new Price("model", null, LocalDate.EPOCH, 150_000, 75_000, 187_500, 600_000),
              new Price("model", null, LocalDate.of(2990, 1, 1), 1, 1, 1, 1)));

  private SamplePrices() {}

  /** These, by that clock. */
  public static Pricing at(InstantSource clock) {
    return TABLE.at(clock, INSIDE);
  }
}

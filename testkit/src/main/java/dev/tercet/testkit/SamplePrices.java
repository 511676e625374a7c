package dev.tercet.testkit;

import dev.tercet.saga.money.Price;
import dev.tercet.saga.money.Prices;
import java.time.LocalDate;
import java.util.List;

/** Prices as the tests' ledgers have them. */
public final class SamplePrices {
  /**
   * A million tokens of {@code model}: 0.15 there, 0.075 of a cache, 0.60 back, until long from
   * now.
   */
  public static final Prices TABLE =
      new Prices(
          "sample",
          "USD",
          List.of(
              new Price("model", null, LocalDate.EPOCH, 150_000, 75_000, 600_000),
              new Price("model", null, LocalDate.of(2990, 1, 1), 1, 1, 1)));

  private SamplePrices() {}
}

package dev.tercet.saga.money;

import org.jspecify.annotations.Nullable;

/** What a call that has ended costs, as its row of the ledger says. */
public sealed interface Charge {
  /**
   * By a known price.
   *
   * @param priceVersion of the table in which the price stands
   */
  record Priced(Money cost, String priceVersion) implements Charge {}

  /**
   * It may cost something, and nobody here knows how much.
   *
   * @param priceVersion of the table that does not say it; null when there is none
   */
  record Unpriced(@Nullable String priceVersion) implements Charge {}

  /** Nobody was paid. */
  record Free() implements Charge {}

  /** It was made inside this process: nobody is paid, and no budget counts it. */
  record Inside() implements Charge {}
}

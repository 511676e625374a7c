package dev.tercet.saga.money;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a million tokens of a model cost, in millionths of the currency's unit.
 *
 * @param model as calls name it
 * @param provider for which alone the price holds; null for whoever offers the model
 * @param since the first day (UTC) on which it holds
 * @param input of tokens that were sent, neither read from the provider's cache nor written to it
 * @param cached of those that were read from it
 * @param written of those that were written to it
 * @param output of tokens that came back, reasoning included
 */
public record Price(
    String model,
    @Nullable String provider,
    LocalDate since,
    long input,
    long cached,
    long written,
    long output) {
  /** No price is higher: ten million of the currency's units for a million tokens. */
  public static final long MOST = 10_000_000_000_000L;

  public Price {
    for (long each : new long[] {input, cached, written, output}) {
      if (each < 0 || each > MOST) {
        throw new IllegalArgumentException("a price is from 0 to " + MOST);
      }
    }
  }
}

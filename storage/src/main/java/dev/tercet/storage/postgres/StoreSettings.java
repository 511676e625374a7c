package dev.tercet.storage.postgres;

import dev.tercet.saga.money.Pricing;
import dev.tercet.storage.batch.BatchLimits;
import java.time.Duration;

/**
 * What the stores in Postgres can be told.
 *
 * @param maxCrashes how many crashed claims in a row park an extraction, at least 3
 * @param readLimit how long a statement of a reader may take
 * @param limits of every group commit
 * @param pricing what calls of models cost
 */
public record StoreSettings(
    int maxCrashes, Duration readLimit, BatchLimits limits, Pricing pricing) {
  /** Three crashes, five seconds, {@link BatchLimits#DEFAULT}, and no price known. */
  public static final StoreSettings DEFAULT =
      new StoreSettings(3, Duration.ofSeconds(5), BatchLimits.DEFAULT, Pricing.UNKNOWN);
}

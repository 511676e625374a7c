package dev.tercet.storage.postgres;

import dev.tercet.storage.batch.Limits;

/**
 * What the stores in Postgres can be told.
 *
 * @param maxCrashes how many crashed claims in a row park an extraction, at least 3
 * @param limits of every group commit
 */
public record StoreSettings(int maxCrashes, Limits limits) {
  /** Three crashes, and {@link Limits#DEFAULT}. */
  public static final StoreSettings DEFAULT = new StoreSettings(3, Limits.DEFAULT);
}

package dev.tercet.recovery.plan;

import dev.tercet.saga.Scope;

/**
 * What a run shall look at and may do.
 *
 * @param scope which part of the stores
 * @param depth how points are compared
 * @param dryRun detect and plan only
 * @param limit most repairs, 1 to 1,000,000; it never caps detection
 * @param force repair even when more than the abort ratio looks wrong
 */
public record RecoveryRequest(Scope scope, Depth depth, boolean dryRun, int limit, boolean force) {
  /** The largest limit that a caller may ask for. */
  public static final int MAX_LIMIT = 1_000_000;

  /** A scheduled sweep over everything. */
  public static RecoveryRequest sweep(Depth depth, int budget) {
    return new RecoveryRequest(new Scope.Everything(), depth, false, budget, false);
  }

  /** How points are compared with their rows. */
  public enum Depth {
    /** Every row and every point in scope. */
    EXACT,
    /**
     * Counts per bucket, then exactly the buckets that differ and the next ones of the rolling
     * cursor.
     */
    TRIAGE,
    /** Only claims and messages: for a queue that has lost its data. */
    QUEUES
  }
}

package dev.tercet.recovery.detect;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.RunStore;
import java.time.Duration;

/**
 * The rolling cursor: which buckets the next sweep compares exactly, so that all are compared
 * within the horizon.
 */
public final class BucketCursor {
  private final RunStore store;
  private final int perSweep;

  public BucketCursor(RunStore store, Duration interval, Duration horizon) {
    this.store = store;
    this.perSweep = perSweep(interval, horizon);
  }

  /**
   * As many buckets as must be compared in each sweep for a full cycle to end within half the
   * horizon.
   */
  public static int perSweep(Duration interval, Duration horizon) {
    long sweeps = Math.max(1, horizon.toMillis() / Math.max(1, interval.toMillis()) / 2);
    return (int) Math.min(EmbeddingId.BUCKETS, Math.ceilDiv(EmbeddingId.BUCKETS, sweeps));
  }

  /** The buckets of the next sweep, up to the last one of all. */
  public BucketSpan next() {
    int cursor = store.cursor();
    return new BucketSpan(cursor, Math.min(cursor + perSweep, EmbeddingId.BUCKETS));
  }

  /** A sweep has compared and, where needed, repaired them. */
  public void compared(BucketSpan turn) {
    store.cursor(turn.end() % EmbeddingId.BUCKETS);
  }
}

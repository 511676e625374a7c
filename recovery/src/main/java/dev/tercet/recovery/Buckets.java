package dev.tercet.recovery;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.RecoveryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rolling cursor: which buckets the next sweep compares exactly, so that all are compared
 * within the horizon.
 */
final class Buckets {
  private final RecoveryStore store;
  private final int perSweep;

  Buckets(RecoveryStore store, Duration interval, Duration horizon) {
    this.store = store;
    this.perSweep = perSweep(interval, horizon);
  }

  /**
   * As many buckets as must be compared in each sweep for a full cycle to end within half the
   * horizon.
   */
  static int perSweep(Duration interval, Duration horizon) {
    long sweeps = Math.max(1, horizon.toMillis() / Math.max(1, interval.toMillis()) / 2);
    return (int) Math.min(EmbeddingId.BUCKETS, Math.ceilDiv(EmbeddingId.BUCKETS, sweeps));
  }

  /** The buckets of the next sweep. */
  List<Integer> next() {
    int cursor = store.cursor();
    List<Integer> next = new ArrayList<>(perSweep);
    for (int i = 0; i < perSweep; i++) {
      next.add((cursor + i) % EmbeddingId.BUCKETS);
    }
    return next;
  }

  /** The sweep has compared and, where needed, repaired them. */
  void compared() {
    store.cursor((store.cursor() + perSweep) % EmbeddingId.BUCKETS);
  }
}

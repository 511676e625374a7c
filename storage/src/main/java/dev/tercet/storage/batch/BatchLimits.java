package dev.tercet.storage.batch;

import java.time.Duration;

/**
 * What bounds a group commit.
 *
 * @param items most items in one batch
 * @param bytes most bytes in one batch; a single larger item makes a batch of its own
 * @param waiting most items that wait; further callers block until there is room (S7)
 * @param flushers batches in flight at the same time
 * @param linger how long a flusher gathers more after a batch of a quarter of the most items or
 *     more, counted from that batch; after a smaller one it never waits
 * @param lull when nobody arrives for this long, it gathers no longer
 * @param patience how long after it was submitted an item is tried again that fails for want of its
 *     store; one that waited that long while the store did not answer is not tried any more
 */
public record BatchLimits(
    int items,
    long bytes,
    int waiting,
    int flushers,
    Duration linger,
    Duration lull,
    Duration patience) {
  /** 256 items, 8 MiB, 10,000 waiting, one flusher, 20 ms, 4 ms, 5 s. */
  public static final BatchLimits DEFAULT =
      new BatchLimits(
          256,
          8L << 20,
          10_000,
          1,
          Duration.ofMillis(20),
          Duration.ofMillis(4),
          Duration.ofSeconds(5));

  public BatchLimits {
    if (items < 1 || bytes < 1 || waiting < items || flushers < 1) {
      throw new IllegalArgumentException("limits must be positive, and waiting at least a batch");
    }
  }

  /** The same with other counts of items and flushers. */
  public BatchLimits with(int otherItems, int otherFlushers) {
    return new BatchLimits(
        otherItems, bytes, Math.max(waiting, otherItems), otherFlushers, linger, lull, patience);
  }

  /** The same with other bytes. */
  public BatchLimits withBytes(long otherBytes) {
    return new BatchLimits(items, otherBytes, waiting, flushers, linger, lull, patience);
  }

  /** The same with another patience. */
  public BatchLimits with(Duration otherPatience) {
    return new BatchLimits(items, bytes, waiting, flushers, linger, lull, otherPatience);
  }
}

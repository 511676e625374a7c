package dev.tercet.saga;

import dev.tercet.saga.queue.QueueSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds at one moment that somebody has to act on, told by one statement: so that
 * whoever acts asks for it only when there is something (docs/protocol.md §8). All times are the
 * database's.
 *
 * @param claimed something is processing
 * @param suspect a session or a claim looks dead
 * @param queued something waits for a message to be taken
 * @param due until the first pending extraction is due, negative since it has been; null when none
 *     is pending
 * @param tombstones something is left of a deleted project
 * @param removals a removal is due
 * @param words something is to be taken into the index of full-text queries
 * @param bulk a bulk run is due
 * @param schedules recurring work is due
 * @param batches a batch of a provider is due, or a question that waits for one
 * @param sinceSweep since a sweep last succeeded; null before the first
 * @param vectors how the collections stand
 * @param reconciler who makes the frequent looks
 * @param queues how the queues are to be taken from
 * @param providers how the providers of models stand
 */
public record DueWork(
    boolean claimed,
    boolean suspect,
    boolean queued,
    @Nullable Duration due,
    boolean tombstones,
    boolean removals,
    boolean words,
    boolean bulk,
    boolean schedules,
    boolean batches,
    @Nullable Duration sinceSweep,
    Vectors vectors,
    Reconciler reconciler,
    QueueSettings queues,
    Providers providers) {

  /** Whether extractions change their status, now or soon. */
  public boolean isBusy() {
    return claimed || queued || due != null || removals || tombstones;
  }

  /** Which process holds the lock of the election. */
  public enum Reconciler {
    THIS,
    ANOTHER,
    NOBODY
  }

  /**
   * How the providers of models stand.
   *
   * @param hastening one has opened for which something may wait still
   * @param changes how often any of them has closed or opened
   */
  public record Providers(boolean hastening, long changes) {}

  /**
   * How the collections stand.
   *
   * @param refilling the one in use is being filled
   * @param others there are others that are not retired
   * @param reading the one that answers come from; null before one was chosen
   */
  public record Vectors(boolean refilling, boolean others, @Nullable String reading) {}
}

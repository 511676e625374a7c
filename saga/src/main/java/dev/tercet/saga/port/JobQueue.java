package dev.tercet.saga.port;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The queues: hints on their way to a worker. No truth lives here (S1). Where a message stands is
 * readable only for the adapters; others may ask whether two positions are equal.
 */
public interface JobQueue {

  /** Puts a hint into its queue and tells where it stands. */
  Publication publish(Hint hint, QueueName queue);

  /** Puts several hints into their queues and tells in the same order where they stand. */
  default List<Publication> publish(List<Due> hints) {
    return hints.stream().map(it -> publish(it.hint(), it.queue())).toList();
  }

  /**
   * Takes up to {@code max} messages for this session, from the queues by weight, waiting up to
   * {@code wait} for the first. Paused queues give nothing.
   */
  List<Delivery> take(UUID session, int max, Duration wait);

  /** Lets whoever waits in {@link #take}, or is about to, return at once with what there is. */
  void wake();

  /** Acknowledges and deletes messages whose claims have committed or been refused. */
  void settle(Collection<Delivery> deliveries);

  /** Takes over messages that were delivered at least {@code idle} ago and never settled. */
  List<Delivery> takeStranded(UUID session, Duration idle, int max);

  /** Messages that were delivered at least {@code idle} ago and never settled; changes nothing. */
  List<Delivery> stranded(Duration idle, int max);

  /**
   * Messages that their queue has passed and that nobody has in hand, the oldest first: nobody will
   * ever take them, and whoever needs one publishes again.
   */
  List<Delivery> abandoned(int max);

  /** Messages that really stand in each queue, delivered or not; every queue is a key. */
  Map<QueueName, Long> depth();

  /** Mirrors which queues are paused and how the others are weighted; Postgres keeps the truth. */
  void configure(Map<QueueName, Integer> weights, Set<QueueName> paused);

  /**
   * By what the data and the server of the queues are known; with another value than before, any
   * message may be lost.
   */
  String incarnation();

  /**
   * Begins a search for lost messages: sees how far the queues have come, before the rows are read
   * (docs/protocol.md §8).
   *
   * @param claimed how far claims have come
   * @param requeueAfter a message that claims have left behind by more than this is looked for
   *     before its turn
   * @param all looks for the message of every row, whatever earlier searches saw
   */
  MessageSearch search(Map<QueueName, ClaimedSoFar> claimed, Duration requeueAfter, boolean all);

  /**
   * Which messages of these rows, read after the search began, are lost: one that is gone, or that
   * its queue has passed and nobody has in hand. A row that was claimed meanwhile is among them, so
   * rows are read once more afterwards. What waits to be delivered is never lost. Unless the search
   * is about all, an adapter may leave some that look well to a later search.
   */
  List<LostMessage> lost(MessageSearch search, List<Publication> queued);

  /** Whether a message stands in any queue that was published at that time or before. */
  boolean holdsAnyPublishedBy(Instant time);
}

package dev.tercet.saga.port;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queues in Redis: hints on their way to a worker. No truth lives here (S1). */
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
   * Entries that their group has passed and that nobody has in hand, the oldest first: nobody will
   * ever take them, and whoever needs one publishes again.
   */
  List<Delivery> abandoned(int max);

  /** Entries that really stand in each queue, delivered or not; every queue is a key. */
  Map<QueueName, Long> depth();

  /** Mirrors which queues are paused and how the others are weighted; Postgres keeps the truth. */
  void steer(Map<QueueName, Integer> weights, Set<QueueName> paused);

  /**
   * What a queue's stream says of itself, read in one step (docs/protocol.md §8).
   *
   * @param marker the store's incarnation, null when there is none (it lost its data or never had
   *     any)
   * @param runId the server's run id, which changes with a restart or a failover
   * @param oldest the oldest entry's id, null when the stream is empty or absent
   * @param lastGenerated the newest id ever given, null when the stream is absent
   * @param lastDelivered up to which id the group was given entries, whoever took them; null when
   *     there is no group
   */
  record Head(
      QueueName queue,
      @Nullable String marker,
      String runId,
      @Nullable String oldest,
      @Nullable String lastGenerated,
      @Nullable String lastDelivered) {}

  /** The head of each queue. */
  List<Head> heads();

  /** Which of these entries stand in their queue. */
  Set<Publication> present(Collection<Publication> publications);

  /** Which of these entries were delivered to somebody who has not settled them. */
  Set<Publication> pending(Collection<Publication> publications);
}

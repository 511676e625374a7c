package dev.tercet.storage.redis;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.WeightedRoundRobin;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Takes messages for a session: what stands ready in the open queues, by weight; when there is
 * nothing, it waits on all open queues at once.
 */
final class Consume {
  /** How long one blocking read lasts, and how long a connection that says nothing is believed. */
  private static final Duration SLICE = Duration.ofSeconds(5);

  /** Most messages in one call, whatever the caller asks for (S7). */
  private static final int MOST = 10_000;

  private final StreamReader streamReader;
  private final QueueWeights queueWeights;
  private final DeliveryBuffer buffer = new DeliveryBuffer();
  private final WeightedRoundRobin roundRobin = new WeightedRoundRobin();
  private final ReadWakeups readWakeups;

  /**
   * The queues in which the last read left nothing. When these are all that are open, a blocking
   * read follows at once, since it begins with a look; otherwise they are read by weight.
   */
  private volatile Set<QueueName> exhausted = Set.of();

  Consume(StreamReader streamReader, QueueWeights queueWeights, ReadWakeups readWakeups) {
    this.streamReader = streamReader;
    this.queueWeights = queueWeights;
    this.readWakeups = readWakeups;
  }

  List<Delivery> take(UUID session, int asked, Duration wait) {
    int max = Math.min(asked, MOST);
    if (max < 1) {
      return List.of();
    }
    long until = System.nanoTime() + wait.toNanos();
    while (true) {
      Map<QueueName, Integer> known = queueWeights.known();
      boolean mayHold = known.isEmpty() || !known.keySet().equals(exhausted);
      if (!wait.isPositive() || mayHold || buffer.has(session)) {
        known = queueWeights.open();
        List<Delivery> taken = ready(session, max, known);
        if (!taken.isEmpty()) {
          return taken;
        }
      }
      Duration left = Duration.ofNanos(until - System.nanoTime());
      if (left.toMillis() < 1 || readWakeups.isWoken()) {
        return List.of();
      }
      await(session, max, known, left.compareTo(SLICE) < 0 ? left : SLICE);
    }
  }

  private List<Delivery> ready(UUID session, int max, Map<QueueName, Integer> open) {
    List<Delivery> inHand = buffer.give(session, max, open.keySet());
    if (!inHand.isEmpty() && open.keySet().equals(exhausted)) {
      return inHand;
    }
    var taken = new TakenMessages(inHand);
    Set<QueueName> found = EnumSet.noneOf(QueueName.class);
    int room = max - taken.size();
    if (room > 0) {
      Map<QueueName, Integer> shares = roundRobin.deal(open, room);
      taken.add(() -> shares(session, shares, found));
      takeRest(session, max, open, taken, found);
    }
    exhausted = found;
    return taken.orThrow();
  }

  /** What some queues did not use goes to the others, the most urgent first. */
  private void takeRest(
      UUID session,
      int max,
      Map<QueueName, Integer> open,
      TakenMessages taken,
      Set<QueueName> found) {
    for (QueueName queue : open.keySet()) {
      int room = max - taken.size();
      if (room > 0 && !found.contains(queue)) {
        taken.add(() -> shares(session, Map.of(queue, room), found));
      }
    }
  }

  /** Reads, and notes in {@code found} in which queues that left nothing. */
  private List<Delivery> shares(
      UUID session, Map<QueueName, Integer> shares, Set<QueueName> found) {
    StreamReader.Messages messages = streamReader.shares(session, shares);
    found.addAll(messages.exhausted());
    return messages.deliveries();
  }

  /**
   * What comes in meanwhile is kept in hand: it may be more than asked for, or just been paused.
   */
  private void await(UUID session, int max, Map<QueueName, Integer> open, Duration wait) {
    if (open.isEmpty()) {
      try {
        queueWeights.awaitChange(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var cancelled = new CancellationException("interrupted while every queue is paused");
        cancelled.initCause(e);
        throw cancelled;
      }
      return;
    }
    int each = Math.max(1, max / open.size());
    exhausted = Set.of(); // of a read that fails nothing is known
    List<Delivery> next = streamReader.next(session, open.keySet(), each, wait);
    Map<QueueName, Long> given =
        next.stream().collect(Collectors.groupingBy(Delivery::queue, Collectors.counting()));
    exhausted =
        open.keySet().stream()
            .filter(queue -> given.getOrDefault(queue, 0L) < each)
            .collect(Collectors.toUnmodifiableSet());
    buffer.keep(session, next);
  }
}

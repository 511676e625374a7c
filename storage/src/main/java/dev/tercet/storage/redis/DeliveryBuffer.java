package dev.tercet.storage.redis;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.QueueName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Messages that were delivered to a session but not given out: a blocking read answers with one
 * count per queue, and a queue may have been paused while it lasted. Few at any time; when their
 * process ends, they are stranded and taken over like any other.
 */
final class DeliveryBuffer {
  private final Map<UUID, Deque<Delivery>> kept = new HashMap<>();

  synchronized void keep(UUID session, List<Delivery> deliveries) {
    if (!deliveries.isEmpty()) {
      kept.computeIfAbsent(session, _ -> new ArrayDeque<>()).addAll(deliveries);
    }
  }

  /** Whether anything is kept for that session. */
  synchronized boolean has(UUID session) {
    return kept.containsKey(session);
  }

  /** Up to {@code max} messages of open queues, oldest first. */
  synchronized List<Delivery> give(UUID session, int max, Set<QueueName> open) {
    Deque<Delivery> mine = kept.get(session);
    if (mine == null) {
      return List.of();
    }
    List<Delivery> given = new ArrayList<>();
    for (Iterator<Delivery> each = mine.iterator(); each.hasNext() && given.size() < max; ) {
      Delivery delivery = each.next();
      if (open.contains(delivery.queue())) {
        given.add(delivery);
        each.remove();
      }
    }
    if (mine.isEmpty()) {
      kept.remove(session);
    }
    return given;
  }
}

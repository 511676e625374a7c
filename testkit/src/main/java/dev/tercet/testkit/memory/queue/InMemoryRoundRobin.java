package dev.tercet.testkit.memory.queue;

import dev.tercet.saga.queue.QueueName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Chooses the queue of the next message by smooth weighted round robin: in any run of choices every
 * queue with work gets its share, and none starves.
 */
final class InMemoryRoundRobin {
  private final Map<QueueName, Integer> weights = new EnumMap<>(QueueName.class);
  private final Map<QueueName, Integer> credit = new EnumMap<>(QueueName.class);
  private Set<QueueName> paused = Set.of();

  InMemoryRoundRobin() {
    configure(Map.of(QueueName.CRITICAL, 6, QueueName.DEFAULT, 3, QueueName.LOW, 1), Set.of());
  }

  void configure(Map<QueueName, Integer> newWeights, Set<QueueName> nowPaused) {
    weights.putAll(newWeights);
    paused = Set.copyOf(nowPaused);
    credit.clear();
  }

  Optional<QueueName> next(Predicate<QueueName> hasWork) {
    int total = 0;
    QueueName best = null;
    for (QueueName queue : QueueName.values()) {
      if (paused.contains(queue) || !hasWork.test(queue)) {
        continue;
      }
      int weight = Math.max(1, weights.getOrDefault(queue, 1));
      total += weight;
      int mine = credit.merge(queue, weight, Integer::sum);
      if (best == null || mine > credit.getOrDefault(best, 0)) {
        best = queue;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    credit.merge(best, -total, Integer::sum);
    return Optional.of(best);
  }
}

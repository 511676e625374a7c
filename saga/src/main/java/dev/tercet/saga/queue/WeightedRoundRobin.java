package dev.tercet.saga.queue;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Deals turns out to the queues by weight, smoothly: with weights 6, 3 and 1 every ten turns in a
 * row give six, three and one, whatever the size of the calls. So no queue ever starves.
 */
public final class WeightedRoundRobin {
  private final Map<QueueName, Integer> credit = new EnumMap<>(QueueName.class);

  /**
   * The next {@code turns} turns.
   *
   * @param weights the queues that take part, each with a weight of at least 1
   * @return how many turns each of them has, the queue of the first turn first
   */
  public synchronized Map<QueueName, Integer> deal(Map<QueueName, Integer> weights, int turns) {
    Map<QueueName, Integer> dealt = new LinkedHashMap<>();
    if (weights.isEmpty()) {
      return dealt;
    }
    credit.keySet().retainAll(weights.keySet());
    int total = weights.values().stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < turns; i++) {
      weights.forEach((queue, weight) -> credit.merge(queue, weight, Integer::sum));
      QueueName next = richest();
      credit.merge(next, -total, Integer::sum);
      dealt.merge(next, 1, Integer::sum);
    }
    return dealt;
  }

  /** The queue with the most credit; of equals the more urgent one. */
  private QueueName richest() {
    QueueName richest = credit.keySet().iterator().next();
    int most = Integer.MIN_VALUE;
    for (var each : credit.entrySet()) {
      if (each.getValue() > most) {
        richest = each.getKey();
        most = each.getValue();
      }
    }
    return richest;
  }
}

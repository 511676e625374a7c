package dev.tercet.saga.queue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Pause and weights of all queues: every one has a weight from 1 to 100. */
public record QueueSettings(Map<QueueName, Integer> weights, Set<QueueName> paused) {
  /** Of ten turns critical has six, default three, low one. */
  public static final Map<QueueName, Integer> DEFAULT_WEIGHTS =
      Map.of(QueueName.CRITICAL, 6, QueueName.DEFAULT, 3, QueueName.LOW, 1);

  /**
   * Every queue with its weight, those that are not named with their default; throws {@link
   * IllegalArgumentException} for one that is not 1 to 1,000.
   */
  public static Map<QueueName, Integer> complete(Map<QueueName, Integer> weights) {
    Map<QueueName, Integer> complete = new EnumMap<>(DEFAULT_WEIGHTS);
    complete.putAll(weights);
    complete.forEach((queue, weight) -> {
      if (weight < 1 || weight > 1_000) {
        throw new IllegalArgumentException(
            "the weight of " + queue.label() + " is 1 to 1000, not " + weight);
      }
    });
    return Map.copyOf(complete);
  }
}

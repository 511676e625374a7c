package dev.tercet.saga.queue;

import java.util.Map;
import java.util.Set;

/** Pause and weights of the queues: rows in Postgres; the queue's store holds a copy. */
public interface QueueSettings {

  /** As they stand: every queue has a weight from 1 to 100. */
  record Steering(Map<QueueName, Integer> weights, Set<QueueName> paused) {}

  Steering steering();

  /** Pauses the queue or lets it go on; false when it was so already. */
  boolean pause(QueueName queue, boolean paused);
}

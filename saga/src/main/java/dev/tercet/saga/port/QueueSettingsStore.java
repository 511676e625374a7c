package dev.tercet.saga.port;

import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;

/** Pause and weights of the queues: rows in Postgres; the queue's store holds a copy. */
public interface QueueSettingsStore {

  /** As they stand. */
  QueueSettings current();

  /** Pauses the queue or lets it go on; false when it was so already. */
  boolean pause(QueueName queue, boolean paused);
}

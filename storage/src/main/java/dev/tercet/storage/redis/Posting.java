package dev.tercet.storage.redis;

import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;

/** A hint on its way into a queue. */
record Posting(Hint hint, QueueName queue) {}

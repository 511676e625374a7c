package dev.tercet.storage.redis;

import dev.tercet.saga.Hint;
import dev.tercet.saga.QueueName;

/** A hint on its way into a queue. */
record Posting(Hint hint, QueueName queue) {}

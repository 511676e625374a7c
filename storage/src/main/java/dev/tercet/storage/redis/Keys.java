package dev.tercet.storage.redis;

import dev.tercet.saga.QueueName;

/**
 * Names the keys. What belongs to one queue shares a hash tag, so that one transaction can touch it
 * in a cluster, too.
 */
record Keys(String prefix) {
  /** The consumer group that all workers of an installation form. */
  static final String GROUP = "workers";

  /** The stream of a queue's hints. */
  String stream(QueueName queue) {
    return tagged(queue) + ":hints";
  }

  /** The random value that says which incarnation of the store the stream lives in. */
  String marker(QueueName queue) {
    return tagged(queue) + ":marker";
  }

  /** The copy of weights and pauses. */
  String steering() {
    return prefix + ":steering";
  }

  private String tagged(QueueName queue) {
    return "{" + prefix + ":" + queue.label() + "}";
  }
}

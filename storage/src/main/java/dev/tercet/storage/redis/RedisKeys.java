package dev.tercet.storage.redis;

import dev.tercet.saga.queue.QueueName;

/**
 * Names the keys. They share one hash tag, so that one transaction and one blocking read can touch
 * them all in a cluster, too; more shards would be more prefixes.
 */
record RedisKeys(String prefix) {
  /** The consumer group that all workers of an installation form. */
  static final String GROUP = "workers";

  /** The stream of a queue's hints. */
  String stream(QueueName queue) {
    return tag() + ":hints:" + queue.label();
  }

  /** What to call a stream when it is not known which one it is. */
  String anyStream() {
    return tag() + ":hints:*";
  }

  /** The random value that says which incarnation of the store the streams live in. */
  String marker() {
    return tag() + ":marker";
  }

  /** The copy of weights and pauses. */
  String queueSettings() {
    return tag() + ":steering";
  }

  /** The buckets of a provider's rates. */
  String rates(String provider) {
    return tag() + ":rates:" + provider;
  }

  private String tag() {
    return "{" + prefix + "}";
  }
}

package dev.tercet.storage.redis;

import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * Where Redis is and how it is used.
 *
 * @param url {@code redis://[user:password@]host:port[/database]}, or {@code rediss://} for TLS
 * @param keyPrefix begins every key; contains this installation's owner id, so that two
 *     installations may share a server
 * @param timeout bounds connecting and every command; a blocking read gets its wait on top
 * @param patience how long a publication or an acknowledgement is tried again while Redis is away
 * @param weights how the queues share a worker until {@link
 *     dev.tercet.saga.port.JobQueue#configure} says otherwise; each at least 1
 * @param takers most calls of {@link dev.tercet.saga.port.JobQueue#take} at the same time
 * @param consumerRetention after how long without a read a consumer that has nothing pending is
 *     removed from its group
 */
public record RedisSettings(
    String url,
    String keyPrefix,
    Duration timeout,
    Duration patience,
    Map<QueueName, Integer> weights,
    int takers,
    Duration consumerRetention) {

  public RedisSettings {
    if (keyPrefix.isBlank() || keyPrefix.contains("{") || keyPrefix.contains("}")) {
      throw new IllegalArgumentException("a key prefix is not blank and has no braces");
    }
    String scheme = String.valueOf(address(url).getScheme());
    if (!scheme.equals("redis") && !scheme.equals("rediss")) {
      throw new IllegalArgumentException(
          "the URL of Redis begins with redis:// or rediss://, not " + scheme);
    }
    if (timeout.toMillis() < 1 || patience.isNegative() || takers < 1) {
      throw new IllegalArgumentException(
          "time-out and takers are positive, patience is not negative");
    }
    weights = QueueSettings.complete(weights);
  }

  /** The usual settings: 2 s time-out, 1 s patience, 16 takers, consumers kept for a day. */
  public static RedisSettings of(String url, String keyPrefix) {
    return new RedisSettings(
        url,
        keyPrefix,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        QueueSettings.DEFAULT_WEIGHTS,
        16,
        Duration.ofDays(1));
  }

  /**
   * The address; a URL that is none is refused without being repeated, since it may have a secret.
   */
  private static URI address(String url) {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the URL of Redis cannot be read");
    }
    if (address.getHost() == null) {
      throw new IllegalArgumentException("the URL of Redis names no host");
    }
    return address;
  }

  URI address() {
    return address(url);
  }

  /** Host and port, the usual port when the URL names none. */
  HostAndPort server() {
    URI address = address();
    return new HostAndPort(
        address.getHost(), address.getPort() < 0 ? Protocol.DEFAULT_PORT : address.getPort());
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "Redis at " + server() + ", prefix " + keyPrefix;
  }
}

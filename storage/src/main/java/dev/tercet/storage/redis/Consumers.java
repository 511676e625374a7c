package dev.tercet.storage.redis;

import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.StreamConsumerInfo;

/**
 * Removes the consumers of sessions that ended long ago from their groups, which would otherwise
 * grow with every restart. Only those that have nothing pending: with a consumer Redis forgets its
 * pending entries, and nobody would ever take them over.
 */
final class Consumers {
  private static final Logger LOG = LoggerFactory.getLogger(Consumers.class);

  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);
  private final RedisConnections connections;
  private final RedisKeys keys;
  private final Duration retention;
  private final AtomicLong sweptAt;

  Consumers(RedisConnections connections, RedisKeys keys, Duration retention) {
    this.connections = connections;
    this.keys = keys;
    this.retention = retention;
    this.sweptAt = new AtomicLong(System.nanoTime() - retention.toNanos());
  }

  /** One sweep over all groups, unless the last one was but a fraction of the retention ago. */
  void sweepOnce() {
    long last = sweptAt.get();
    long now = System.nanoTime();
    if (now - last >= retention.toNanos() / 24 && sweptAt.compareAndSet(last, now)) {
      for (QueueName queue : QueueName.values()) {
        connections.call(connection -> sweep(connection, keys.stream(queue)));
      }
    }
  }

  private long sweep(Connection connection, String stream) {
    long removed = 0;
    try {
      for (StreamConsumerInfo consumer :
          connection.executeCommand(commands.xinfoConsumers2(stream, RedisKeys.GROUP))) {
        if (consumer.getPending() == 0 && consumer.getIdle() >= retention.toMillis()) {
          connection.executeCommand(
              commands.xgroupDelConsumer(stream, RedisKeys.GROUP, consumer.getName()));
          removed++;
        }
      }
    } catch (JedisDataException e) {
      if (!RedisFaults.groupMissing(e)
          && !RedisFaults.keyAbsent(e)
          && !RedisFaults.ofAnotherHand(e)) {
        throw e;
      }
    }
    if (removed > 0) {
      LOG.info("removed {} consumers of ended sessions from {}", removed, stream);
    }
    return removed;
  }
}

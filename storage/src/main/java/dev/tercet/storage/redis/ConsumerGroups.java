package dev.tercet.storage.redis;

import dev.tercet.saga.queue.QueueName;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Creates the consumer groups, always from the beginning, so that nothing published is passed over.
 */
final class ConsumerGroups {
  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);

  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);
  private final RedisKeys keys;

  ConsumerGroups(RedisKeys keys) {
    this.keys = keys;
  }

  /** Makes sure that the queue's stream and group are there. */
  void ensure(Connection connection, QueueName queue) {
    try {
      connection.executeCommand(
          commands.xgroupCreate(keys.stream(queue), RedisKeys.GROUP, BEGINNING, true));
    } catch (JedisDataException e) {
      if (!RedisFaults.groupPresent(e)) {
        throw e;
      }
    }
  }
}

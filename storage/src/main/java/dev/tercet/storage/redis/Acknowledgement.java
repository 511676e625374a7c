package dev.tercet.storage.redis;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.batch.Flush;
import dev.tercet.storage.batch.FlushFault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import redis.clients.jedis.Connection;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;

/**
 * Acknowledges and deletes entries. Both or none: an entry that was acknowledged but not deleted
 * would stand at the head for ever, and one that was deleted but not acknowledged would stay
 * pending.
 */
final class Acknowledgement implements Flush<Delivery, Boolean> {
  private final RedisConnections connections;
  private final RedisKeys keys;

  Acknowledgement(RedisConnections connections, RedisKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  @Override
  public List<Boolean> flush(List<Delivery> batch) {
    Map<QueueName, List<String>> idsOfQueues =
        batch.stream()
            .collect(
                Collectors.groupingBy(
                    Delivery::queue,
                    () -> new EnumMap<>(QueueName.class),
                    Collectors.mapping(it -> it.position().text(), Collectors.toList())));
    connections.call(connection -> {
      settle(connection, idsOfQueues);
      return true;
    });
    return batch.stream().map(_ -> true).toList();
  }

  /** Settles entries; those that are gone are passed over. */
  void settle(Connection connection, Map<QueueName, List<String>> idsOfQueues) {
    try (var transaction = new Transaction(connection)) {
      idsOfQueues.forEach((queue, messageIds) -> {
        StreamEntryID[] ids =
            messageIds.stream().map(StreamEntryID::new).toArray(StreamEntryID[]::new);
        transaction.xack(keys.stream(queue), RedisKeys.GROUP, ids);
        transaction.xdel(keys.stream(queue), ids);
      });
      transaction.exec();
    }
  }

  /** Settling twice changes nothing, so that it is simply done again. */
  @Override
  public List<Optional<Boolean>> readBack(List<Delivery> batch) {
    return batch.stream().map(_ -> Optional.<Boolean>empty()).toList();
  }

  @Override
  public FlushFault classify(RuntimeException failure) {
    return failure instanceof StoreUnavailableException
        ? FlushFault.NOTHING_DONE
        : FlushFault.FATAL;
  }
}

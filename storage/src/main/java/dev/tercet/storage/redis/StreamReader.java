package dev.tercet.storage.redis;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/** Reads new messages from the streams, on connections that serve nothing else. */
final class StreamReader {
  private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

  private final RedisConnections connections;
  private final RedisKeys keys;
  private final ConsumerGroups groups;
  private final Acknowledgement acknowledgement;
  private final ReadWakeups readWakeups;
  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);

  StreamReader(
      RedisConnections connections,
      RedisKeys keys,
      ConsumerGroups groups,
      Acknowledgement acknowledgement,
      ReadWakeups readWakeups) {
    this.connections = connections;
    this.keys = keys;
    this.groups = groups;
    this.acknowledgement = acknowledgement;
    this.readWakeups = readWakeups;
  }

  /**
   * What a read gave.
   *
   * @param exhausted queues that gave fewer messages than were asked for
   */
  record Messages(List<Delivery> deliveries, Set<QueueName> exhausted) {}

  /**
   * Up to so many messages of each queue, without waiting, in one trip. Throws {@link
   * dev.tercet.saga.port.StoreUnavailableException} when one of them cannot be read, unless there
   * are messages of the others.
   */
  Messages shares(UUID session, Map<QueueName, Integer> shares) {
    return connections.call(connection -> {
      var messages = new Messages(new ArrayList<>(), EnumSet.noneOf(QueueName.class));
      List<UnreadableKeyException> unread = new ArrayList<>();
      Map<QueueName, Integer> groupless = read(connection, session, shares, messages, unread);
      if (!groupless.isEmpty()) {
        groupless.keySet().forEach(queue -> groups.ensure(connection, queue));
        read(connection, session, groupless, messages, unread);
      }
      if (messages.deliveries().isEmpty() && !unread.isEmpty()) {
        throw unread.getFirst();
      }
      return messages;
    });
  }

  /** Fills {@code messages} and returns the queues that had no group. */
  private Map<QueueName, Integer> read(
      Connection connection,
      UUID session,
      Map<QueueName, Integer> shares,
      Messages messages,
      List<UnreadableKeyException> unread) {
    Map<QueueName, Response<Map<String, List<StreamEntry>>>> answers = new LinkedHashMap<>();
    try (var pipeline = new Pipeline(connection)) {
      shares.forEach((queue, count) ->
          answers.put(
              queue,
              pipeline.xreadGroupAsMap(
                  RedisKeys.GROUP,
                  session.toString(),
                  XReadGroupParams.xReadGroupParams().count(count),
                  Map.of(keys.stream(queue), StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY))));
      pipeline.sync();
    }
    Map<QueueName, Integer> groupless = new LinkedHashMap<>();
    answers.forEach((queue, answer) -> {
      try {
        List<Delivery> given =
            deliveries(connection, UnreadableKeyException.read(keys.stream(queue), answer));
        messages.deliveries().addAll(given);
        if (given.size() < shares.getOrDefault(queue, 0)) {
          messages.exhausted().add(queue);
        }
      } catch (UnreadableKeyException e) {
        unread.add(e);
      } catch (JedisDataException e) {
        if (!RedisFaults.groupMissing(e)) {
          throw e;
        }
        groupless.put(queue, shares.getOrDefault(queue, 1));
      }
    });
    return groupless;
  }

  /** Waits for the first message of these queues, unless it is woken. */
  List<Delivery> next(UUID session, Set<QueueName> queues, int countOfEach, Duration wait) {
    Map<String, StreamEntryID> streams = new LinkedHashMap<>();
    queues.forEach(
        queue -> streams.put(keys.stream(queue), StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    var how =
        XReadGroupParams.xReadGroupParams()
            .count(countOfEach)
            .block(Math.toIntExact(Math.max(1, wait.toMillis())));
    var read = commands.xreadGroupAsMap(RedisKeys.GROUP, session.toString(), how, streams);
    return connections.waiting(
        wait,
        connection -> {
          try {
            return deliveries(
                connection, readWakeups.reading(connection, () -> connection.executeCommand(read)));
          } catch (JedisDataException e) {
            if (!RedisFaults.groupMissing(e)) {
              throw e;
            }
            queues.forEach(queue -> groups.ensure(connection, queue));
            return List.of();
          }
        });
  }

  /** Entries that we did not write are settled at once: nobody could ever claim them. */
  private List<Delivery> deliveries(
      Connection connection, @Nullable Map<String, List<StreamEntry>> entriesOfStreams) {
    List<Delivery> deliveries = new ArrayList<>();
    for (QueueName queue : QueueName.values()) {
      List<StreamEntry> entries =
          entriesOfStreams == null
              ? List.of()
              : entriesOfStreams.getOrDefault(keys.stream(queue), List.of());
      deliveries.addAll(deliveries(connection, queue, entries));
    }
    return deliveries;
  }

  /** The deliveries of one queue's entries. */
  List<Delivery> deliveries(Connection connection, QueueName queue, List<StreamEntry> entries) {
    List<Delivery> deliveries = new ArrayList<>(entries.size());
    for (StreamEntry entry : entries) {
      Hint hint = StreamEntries.hint(entry);
      if (hint == null) {
        String id = entry.getID().toString();
        LOG.warn("the queue {} holds an entry that is no hint, {}; it is deleted", queue, id);
        acknowledgement.settle(connection, Map.of(queue, List.of(id)));
      } else {
        deliveries.add(StreamEntries.delivery(queue, entry, hint));
      }
    }
    return deliveries;
  }
}

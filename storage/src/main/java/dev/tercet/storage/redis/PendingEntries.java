package dev.tercet.storage.redis;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamPendingEntry;

/**
 * Takes over messages that were delivered and never settled. Claims by id only and reads the
 * entries afterwards, since servers before 7 answer a pending entry that was deleted with nothing
 * at all, not even its id.
 */
final class PendingEntries {
  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);
  private static final int PAGE = 1_000;

  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);
  private final RedisConnections connections;
  private final RedisKeys keys;
  private final StreamReader streamReader;
  private final QueueWeights queueWeights;

  PendingEntries(
      RedisConnections connections,
      RedisKeys keys,
      StreamReader streamReader,
      QueueWeights queueWeights) {
    this.connections = connections;
    this.keys = keys;
    this.streamReader = streamReader;
    this.queueWeights = queueWeights;
  }

  /** Up to {@code max} messages of open queues, the most urgent queue first. */
  List<Delivery> take(UUID session, Duration idle, int max) {
    var taken = new TakenMessages(List.of());
    for (QueueName queue : holding(queueWeights.known().keySet())) {
      int room = max - taken.size();
      if (room > 0) {
        taken.add(() ->
            connections.call(connection ->
                UnreadableKeyException.read(
                    keys.stream(queue), () -> takeFrom(connection, queue, session, idle, room))));
      }
    }
    return taken.orThrow();
  }

  /** Those of the queues in which anything stands, by one command, in the same order. */
  private List<QueueName> holding(Set<QueueName> queues) {
    Map<String, StreamEntryID> streams = new LinkedHashMap<>();
    queues.forEach(queue -> streams.put(keys.stream(queue), BEGINNING));
    if (streams.isEmpty()) {
      return List.of();
    }
    Map<String, List<StreamEntry>> first;
    try {
      first =
          connections.call(connection ->
              UnreadableKeyException.read(
                  keys.anyStream(),
                  () ->
                      connection.executeCommand(
                          commands.xreadAsMap(XReadParams.xReadParams().count(1), streams))));
    } catch (StoreUnavailableException e) {
      if (!RedisFaults.ofOneKey(e)) {
        throw e;
      }
      return List.copyOf(queues); // each of them says for itself whether it can be read
    }
    return first == null
        ? List.of()
        : queues.stream().filter(queue -> first.containsKey(keys.stream(queue))).toList();
  }

  private List<Delivery> takeFrom(
      Connection connection, QueueName queue, UUID session, Duration idle, int max) {
    List<Delivery> taken = new ArrayList<>();
    StreamEntryID from = BEGINNING;
    do {
      try {
        var claimed =
            connection.executeCommand(
                commands.xautoclaimJustId(
                    keys.stream(queue),
                    RedisKeys.GROUP,
                    session.toString(),
                    idle.toMillis(),
                    from,
                    XAutoClaimParams.xAutoClaimParams().count(Math.min(PAGE, max - taken.size()))));
        taken.addAll(read(connection, queue, claimed.getValue()));
        from = claimed.getKey();
      } catch (JedisDataException e) {
        if (!RedisFaults.groupMissing(e)) {
          throw e;
        }
        return taken;
      }
    } while (!from.equals(BEGINNING) && taken.size() < max);
    return taken;
  }

  /** The same messages of all queues, paused ones too, left where they are. */
  List<Delivery> look(Duration idle, int max) {
    List<QueueName> holding = holding(EnumSet.allOf(QueueName.class));
    return connections.call(connection -> {
      List<Delivery> seen = new ArrayList<>();
      for (QueueName queue : holding) {
        lookAt(connection, queue, idle, max, seen);
      }
      return seen;
    });
  }

  /**
   * Entries up to where each group had come, that nobody has in hand afterwards and that still
   * stand after that: settling takes an entry out of the hands and of the stream at once.
   */
  List<Delivery> abandoned(Supplier<List<StreamHead>> heads, int max) {
    List<QueueName> holding = holding(EnumSet.allOf(QueueName.class));
    if (holding.isEmpty()) {
      return List.of();
    }
    List<StreamHead> now = heads.get();
    return connections.call(connection -> {
      List<Delivery> found = new ArrayList<>();
      for (StreamHead head : now) {
        if (head.oldest() != null && head.lastDelivered() != null && found.size() < max) {
          found.addAll(
              abandoned(connection, head.queue(), head.lastDelivered(), max - found.size()));
        }
      }
      return found;
    });
  }

  private List<Delivery> abandoned(Connection connection, QueueName queue, String upTo, int max) {
    List<StreamEntryID> passed =
        connection.executeCommand(commands.xrange(keys.stream(queue), "-", upTo, max)).stream()
            .map(StreamEntry::getID)
            .toList();
    List<Response<List<StreamPendingEntry>>> hands = new ArrayList<>(passed.size());
    try (var pipeline = new Pipeline(connection)) {
      for (StreamEntryID id : passed) {
        hands.add(PendingCheck.ask(pipeline, keys.stream(queue), id.toString()));
      }
    }
    List<StreamEntryID> free = new ArrayList<>();
    for (int i = 0; i < passed.size(); i++) {
      // Without a group nothing is free: its successor is given everything again.
      if (!PendingCheck.hold(hands.get(i), true)) {
        free.add(passed.get(i));
      }
    }
    return streamReader.deliveries(connection, queue, entries(connection, queue, free));
  }

  private void lookAt(
      Connection connection, QueueName queue, Duration idle, int max, List<Delivery> seen) {
    String from = "-";
    while (seen.size() < max) {
      int page = Math.min(PAGE, max - seen.size());
      var pending =
          XPendingParams.xPendingParams(from, "+", page).idle(Math.max(0, idle.toMillis()));
      List<StreamEntryID> ids;
      try {
        ids =
            connection
                .executeCommand(commands.xpending(keys.stream(queue), RedisKeys.GROUP, pending))
                .stream()
                .map(StreamPendingEntry::getID)
                .toList();
      } catch (JedisDataException e) {
        if (!RedisFaults.groupMissing(e)) {
          throw e;
        }
        return;
      }
      for (StreamEntry entry : entries(connection, queue, ids)) {
        Hint hint = StreamEntries.hint(entry);
        if (hint != null) {
          seen.add(StreamEntries.delivery(queue, entry, hint));
        }
      }
      if (ids.size() < page) {
        return;
      }
      from = "(" + ids.getLast();
    }
  }

  private List<Delivery> read(Connection connection, QueueName queue, List<StreamEntryID> ids) {
    List<StreamEntry> entries = entries(connection, queue, ids);
    Set<StreamEntryID> gone = new HashSet<>(ids);
    entries.forEach(entry -> gone.remove(entry.getID()));
    if (!gone.isEmpty()) {
      connection.executeCommand(
          commands.xack(keys.stream(queue), RedisKeys.GROUP, gone.toArray(StreamEntryID[]::new)));
    }
    return streamReader.deliveries(connection, queue, entries);
  }

  /** The entries of these ids that still stand in the stream. */
  private List<StreamEntry> entries(
      Connection connection, QueueName queue, List<StreamEntryID> ids) {
    List<Response<List<StreamEntry>>> answers = new ArrayList<>(ids.size());
    try (var pipeline = new Pipeline(connection)) {
      ids.forEach(id -> answers.add(pipeline.xrange(keys.stream(queue), id, id)));
    }
    return answers.stream().flatMap(answer -> answer.get().stream()).toList();
  }
}

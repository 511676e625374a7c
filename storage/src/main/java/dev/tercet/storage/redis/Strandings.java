package dev.tercet.storage.redis;

import dev.tercet.saga.Delivery;
import dev.tercet.saga.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Takes over messages that were delivered and never settled. Claims by id only and reads the
 * entries afterwards, since servers before 7 answer a pending entry that was deleted with nothing
 * at all, not even its id.
 */
final class Strandings {
  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);

  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);
  private final Connections connections;
  private final Keys keys;
  private final Reading reading;
  private final Steering steering;

  Strandings(Connections connections, Keys keys, Reading reading, Steering steering) {
    this.connections = connections;
    this.keys = keys;
    this.reading = reading;
    this.steering = steering;
  }

  /** Up to {@code max} messages of open queues, the most urgent queue first. */
  List<Delivery> take(UUID session, Duration idle, int max) {
    List<Delivery> taken = new ArrayList<>();
    for (QueueName queue : steering.open().keySet()) {
      if (taken.size() < max) {
        int room = max - taken.size();
        taken.addAll(
            connections.call(connection -> takeFrom(connection, queue, session, idle, room)));
      }
    }
    return taken;
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
                    Keys.GROUP,
                    session.toString(),
                    idle.toMillis(),
                    from,
                    XAutoClaimParams.xAutoClaimParams().count(max - taken.size())));
        taken.addAll(read(connection, queue, claimed.getValue()));
        from = claimed.getKey();
      } catch (JedisDataException e) {
        if (!Faults.groupMissing(e)) {
          throw e;
        }
        return taken;
      }
    } while (!from.equals(BEGINNING) && taken.size() < max);
    return taken;
  }

  private List<Delivery> read(Connection connection, QueueName queue, List<StreamEntryID> ids) {
    String stream = keys.stream(queue);
    List<Response<List<StreamEntry>>> answers = new ArrayList<>(ids.size());
    try (var pipeline = new Pipeline(connection)) {
      ids.forEach(id -> answers.add(pipeline.xrange(stream, id, id)));
    }
    List<StreamEntry> entries = new ArrayList<>(ids.size());
    List<StreamEntryID> gone = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      List<StreamEntry> found = answers.get(i).get();
      entries.addAll(found);
      if (found.isEmpty()) {
        gone.add(ids.get(i));
      }
    }
    if (!gone.isEmpty()) {
      connection.executeCommand(
          commands.xack(stream, Keys.GROUP, gone.toArray(StreamEntryID[]::new)));
    }
    return reading.deliveries(connection, queue, entries);
  }
}

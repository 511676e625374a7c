package dev.tercet.storage.redis;

import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamGroupInfo;
import redis.clients.jedis.resps.StreamInfo;
import redis.clients.jedis.resps.StreamPendingEntry;

/** Looks at the streams without touching them: what recovery compares the ledger with. */
final class StreamObservation {
  private static final int BATCH = 1_000;

  private final RedisConnections connections;
  private final RedisKeys keys;

  StreamObservation(RedisConnections connections, RedisKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  /** Entries leave only after their claim, so that a stream's length is the queue's depth. */
  Map<QueueName, Long> depth() {
    return connections.call(connection -> {
      Map<QueueName, Response<Long>> lengths = new EnumMap<>(QueueName.class);
      try (var pipeline = new Pipeline(connection)) {
        for (QueueName queue : QueueName.values()) {
          lengths.put(queue, pipeline.xlen(keys.stream(queue)));
        }
      }
      Map<QueueName, Long> depth = new EnumMap<>(QueueName.class);
      lengths.forEach((queue, length) -> depth.put(queue, length.get()));
      return depth;
    });
  }

  /** One transaction, so that marker and streams are of one moment and one server. */
  List<StreamHead> heads() {
    return connections.call(connection -> {
      try (var transaction = new Transaction(connection)) {
        Response<String> marker = transaction.get(keys.marker());
        Response<Object> server = transaction.sendCommand(Command.INFO, "server");
        Response<Object> replication = transaction.sendCommand(Command.INFO, "replication");
        Map<QueueName, Response<StreamInfo>> streams = new EnumMap<>(QueueName.class);
        Map<QueueName, Response<List<StreamGroupInfo>>> groups = new EnumMap<>(QueueName.class);
        for (QueueName queue : QueueName.values()) {
          streams.put(queue, transaction.xinfoStream(keys.stream(queue)));
          groups.put(queue, transaction.xinfoGroups(keys.stream(queue)));
        }
        var _ = UnreadableKeyException.read(keys.anyStream(), transaction::exec);
        String runId =
            field(server.get(), "run_id") + "/" + field(replication.get(), "master_replid");
        List<StreamHead> heads = new ArrayList<>();
        streams.forEach((queue, stream) ->
            heads.add(
                head(
                    queue,
                    marker.get(),
                    runId,
                    presentOrNull(keys.stream(queue), stream),
                    lastDelivered(presentOrNull(keys.stream(queue), groups.get(queue))))));
        return heads;
      }
    });
  }

  /** By marker and server; the same for all streams. */
  String incarnation() {
    StreamHead any = heads().getFirst();
    return any.marker() + "/" + any.runId();
  }

  /** Entries' ids begin with the time at which the server gave them. */
  boolean holdsAnyPublishedBy(Instant time) {
    return heads().stream()
        .map(StreamHead::oldest)
        .anyMatch(oldest -> oldest != null && StreamId.millis(oldest) <= time.toEpochMilli());
  }

  private static StreamHead head(
      QueueName queue,
      @Nullable String marker,
      String runId,
      @Nullable StreamInfo stream,
      @Nullable String lastDelivered) {
    StreamEntry oldest = stream == null ? null : stream.getFirstEntry();
    return new StreamHead(
        queue,
        marker,
        runId,
        oldest == null ? null : oldest.getID().toString(),
        stream == null ? null : stream.getLastGeneratedId().toString(),
        lastDelivered);
  }

  private static @Nullable String lastDelivered(@Nullable List<StreamGroupInfo> groups) {
    return groups == null
        ? null
        : groups.stream()
            .filter(group -> group.getName().equals(RedisKeys.GROUP))
            .map(group -> group.getLastDeliveredId().toString())
            .findFirst()
            .orElse(null);
  }

  private static <T> @Nullable T presentOrNull(String key, @Nullable Response<T> answer) {
    try {
      return answer == null ? null : UnreadableKeyException.read(key, answer);
    } catch (JedisDataException e) {
      if (!RedisFaults.keyAbsent(e)) {
        throw e;
      }
      return null;
    }
  }

  /** A line of an answer to INFO. */
  static String field(Object info, String name) {
    String text =
        info instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : String.valueOf(info);
    return text.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Those that stand where they were put and still say the same. */
  Set<Publication> present(Collection<Publication> publications) {
    Set<Publication> present = new HashSet<>();
    List<Publication> all = List.copyOf(publications);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Publication> batch = all.subList(from, Math.min(all.size(), from + BATCH));
      present.addAll(connections.call(connection -> presentOf(connection, batch)));
    }
    return present;
  }

  /** Those that are in the hands of a consumer of the group. */
  Set<Publication> pending(Collection<Publication> publications) {
    Set<Publication> pending = new HashSet<>();
    List<Publication> all = List.copyOf(publications);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Publication> batch = all.subList(from, Math.min(all.size(), from + BATCH));
      pending.addAll(connections.call(connection -> pendingOf(connection, batch)));
    }
    return pending;
  }

  private Set<Publication> pendingOf(Connection connection, List<Publication> batch) {
    List<Response<List<StreamPendingEntry>>> answers = new ArrayList<>(batch.size());
    try (var pipeline = new Pipeline(connection)) {
      for (Publication each : batch) {
        answers.add(PendingCheck.ask(pipeline, keys.stream(each.queue()), each.position().text()));
      }
    }
    Set<Publication> pending = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      if (PendingCheck.hold(answers.get(i), false)) {
        pending.add(batch.get(i));
      }
    }
    return pending;
  }

  private Set<Publication> presentOf(Connection connection, List<Publication> batch) {
    List<Response<List<StreamEntry>>> answers = new ArrayList<>(batch.size());
    try (var pipeline = new Pipeline(connection)) {
      for (Publication each : batch) {
        answers.add(
            pipeline.xrange(
                keys.stream(each.queue()), each.position().text(), each.position().text()));
      }
    }
    Set<Publication> present = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      Publication publication = batch.get(i);
      if (answers.get(i).get().stream()
          .anyMatch(entry -> publication.hint().equals(StreamEntries.hint(entry)))) {
        present.add(publication);
      }
    }
    return present;
  }
}

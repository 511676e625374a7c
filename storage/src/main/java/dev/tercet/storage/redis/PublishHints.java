package dev.tercet.storage.redis;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.storage.batch.Flush;
import dev.tercet.storage.batch.FlushFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Puts hints into their queues: one MULTI that sets the marker if absent, reads it and adds the
 * entries, so that each publication names the incarnation that took it (docs/protocol.md §3).
 */
final class PublishHints implements Flush<Due, Publication> {
  private final RedisConnections connections;
  private final RedisKeys keys;

  PublishHints(RedisConnections connections, RedisKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  @Override
  public List<Publication> flush(List<Due> batch) {
    return connections.call(connection -> add(connection, batch));
  }

  private List<Publication> add(Connection connection, List<Due> batch) {
    Response<String> marker;
    List<Response<Object>> ids = new ArrayList<>(batch.size());
    try (var transaction = new Transaction(connection)) {
      transaction.set(keys.marker(), UUID.randomUUID().toString(), SetParams.setParams().nx());
      marker = transaction.get(keys.marker());
      for (Due each : batch) {
        ids.add(
            transaction.sendCommand(
                Command.XADD, StreamEntries.added(keys.stream(each.queue()), each.hint())));
      }
      transaction.exec();
    }
    try {
      String incarnation = UnreadableKeyException.read(keys.marker(), marker);
      List<Publication> publications = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        Due each = batch.get(i);
        publications.add(
            new Publication(
                each.hint(),
                each.queue(),
                position(keys.stream(each.queue()), ids.get(i)),
                incarnation));
      }
      return publications;
    } catch (RuntimeException e) {
      takeBack(connection, batch, ids, e);
      throw e;
    }
  }

  private static Position position(String stream, Response<Object> id) {
    return UnreadableKeyException.read(
        stream, () -> StreamEntries.position(new StreamEntryID(text(id))));
  }

  private static String text(Response<Object> id) {
    return SafeEncoder.encode((byte[]) id.get());
  }

  /** What was added is published again, and a stream would grow with every try. */
  private void takeBack(
      Connection connection, List<Due> batch, List<Response<Object>> ids, RuntimeException why) {
    try (var pipeline = new Pipeline(connection)) {
      for (int i = 0; i < batch.size(); i++) {
        String stream = keys.stream(batch.get(i).queue());
        if (isAdded(ids.get(i))) {
          pipeline.sendCommand(Command.XDEL, stream, text(ids.get(i)));
        }
      }
    } catch (JedisException e) {
      why.addSuppressed(e);
    }
  }

  private static boolean isAdded(Response<Object> id) {
    try {
      return id.get() != null;
    } catch (JedisDataException e) {
      return false; // the server refused it, and there is nothing to take back
    }
  }

  /** A doubled message does no harm, so that what may have been published is published again. */
  @Override
  public List<Optional<Publication>> readBack(List<Due> batch) {
    return batch.stream().map(_ -> Optional.<Publication>empty()).toList();
  }

  @Override
  public FlushFault classify(RuntimeException failure) {
    return failure instanceof StoreUnavailableException away && !RedisFaults.ofOneKey(away)
        ? FlushFault.NOTHING_DONE
        : FlushFault.FATAL;
  }
}

package dev.tercet.storage.redis;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Publication;
import dev.tercet.storage.batch.Flush;
import dev.tercet.storage.batch.FlushFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;

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
    try (var transaction = new Transaction(connection)) {
      transaction.set(keys.marker(), UUID.randomUUID().toString(), SetParams.setParams().nx());
      Response<String> marker = transaction.get(keys.marker());
      List<Response<StreamEntryID>> ids = new ArrayList<>(batch.size());
      for (Due each : batch) {
        ids.add(
            transaction.xadd(
                keys.stream(each.queue()),
                XAddParams.xAddParams(),
                StreamEntries.fields(each.hint())));
      }
      transaction.exec();
      List<Publication> publications = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        Due each = batch.get(i);
        publications.add(
            new Publication(
                each.hint(), each.queue(), StreamEntries.position(ids.get(i).get()), marker.get()));
      }
      return publications;
    }
  }

  /** A doubled message does no harm, so that what may have been published is published again. */
  @Override
  public List<Optional<Publication>> readBack(List<Due> batch) {
    return batch.stream().map(_ -> Optional.<Publication>empty()).toList();
  }

  @Override
  public FlushFault classify(RuntimeException failure) {
    return failure instanceof StoreUnavailableException
        ? FlushFault.NOTHING_DONE
        : FlushFault.FATAL;
  }
}

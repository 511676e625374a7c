package dev.tercet.storage.redis;

import dev.tercet.saga.Hint;
import dev.tercet.saga.Publication;
import dev.tercet.saga.QueueName;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.storage.batch.Fault;
import dev.tercet.storage.batch.Flush;
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
 * Puts hints into one queue: one MULTI that sets the marker if absent, reads it and adds the
 * entries, so that each publication names the incarnation that took it (PROTOCOL.md section 3).
 */
final class Publishing implements Flush<Hint, Publication> {
  private final Connections connections;
  private final QueueName queue;
  private final String stream;
  private final String marker;

  Publishing(Connections connections, Keys keys, QueueName queue) {
    this.connections = connections;
    this.queue = queue;
    this.stream = keys.stream(queue);
    this.marker = keys.marker(queue);
  }

  @Override
  public List<Publication> flush(List<Hint> batch) {
    return connections.call(connection -> add(connection, batch));
  }

  private List<Publication> add(Connection connection, List<Hint> batch) {
    try (var transaction = new Transaction(connection)) {
      transaction.set(marker, UUID.randomUUID().toString(), SetParams.setParams().nx());
      Response<String> incarnation = transaction.get(marker);
      List<Response<StreamEntryID>> ids = new ArrayList<>(batch.size());
      for (Hint hint : batch) {
        ids.add(transaction.xadd(stream, XAddParams.xAddParams(), Entries.fields(hint)));
      }
      transaction.exec();
      List<Publication> publications = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        publications.add(
            new Publication(batch.get(i), queue, ids.get(i).get().toString(), incarnation.get()));
      }
      return publications;
    }
  }

  /** A doubled message does no harm, so that what may have been published is published again. */
  @Override
  public List<Optional<Publication>> readBack(List<Hint> batch) {
    return batch.stream().map(_ -> Optional.<Publication>empty()).toList();
  }

  @Override
  public Fault classify(RuntimeException failure) {
    return failure instanceof StoreUnavailableException ? Fault.NOTHING_DONE : Fault.FATAL;
  }
}

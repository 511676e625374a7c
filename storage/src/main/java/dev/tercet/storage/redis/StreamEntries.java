package dev.tercet.storage.redis;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** How a hint stands in a stream: two fields that a person can read. */
final class StreamEntries {
  private static final String EXTRACTION = "extraction";
  private static final String EPOCH = "epoch";

  private StreamEntries() {}

  /** The arguments that add it to a stream, under the server's next id. */
  static String[] added(String stream, Hint hint) {
    return new String[] {
      stream, "*", EXTRACTION, hint.extraction().toString(), EPOCH, Long.toString(hint.epoch())
    };
  }

  /** Where an entry stands is its id. */
  static Position position(StreamEntryID id) {
    return new Position(id.toString());
  }

  /**
   * An entry as it is handed to somebody; its id begins with the millisecond of its publication.
   */
  static Delivery delivery(QueueName queue, StreamEntry entry, Hint hint) {
    return new Delivery(
        queue, position(entry.getID()), hint, Instant.ofEpochMilli(entry.getID().getTime()));
  }

  /** The hint of an entry; null when it was not written by us. */
  static @Nullable Hint hint(StreamEntry entry) {
    String extraction = entry.getFields().get(EXTRACTION);
    String epoch = entry.getFields().get(EPOCH);
    if (extraction == null || epoch == null) {
      return null;
    }
    try {
      return new Hint(UUID.fromString(extraction), Long.parseLong(epoch));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

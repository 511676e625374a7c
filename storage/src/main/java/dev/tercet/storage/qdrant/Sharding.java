package dev.tercet.storage.qdrant;

import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CreateCollection;

/**
 * How a collection is spread over a cluster of Qdrant: given when it is created, and checked
 * whenever it is opened. Each number is 0 where the server's own choice will do, or from 1 on.
 *
 * @param shards how many parts of points there are
 * @param replicas how many nodes hold each part
 * @param confirmations how many of them must have a write before it is confirmed; 0: all of them,
 *     so that what was removed is gone from every replica once that is said
 */
public record Sharding(int shards, int replicas, int confirmations) {
  /** As the server chooses. */
  public static final Sharding SERVERS_CHOICE = new Sharding(0, 0, 0);

  public Sharding {
    if (shards < 0 || replicas < 0 || confirmations < 0) {
      throw new IllegalArgumentException("shards, replicas and confirmations are not negative");
    }
    if (confirmations > Math.max(1, replicas)) {
      throw new IllegalArgumentException(
          "no write is confirmed by %d of %d replicas".formatted(confirmations, replicas));
    }
  }

  private int confirming() {
    return confirmations == 0 ? replicas : confirmations;
  }

  void on(CreateCollection.Builder order) {
    if (shards > 0) {
      order.setShardNumber(shards);
    }
    if (replicas > 0) {
      order.setReplicationFactor(replicas);
    }
    if (confirming() > 0) {
      order.setWriteConsistencyFactor(confirming());
    }
  }

  /** Throws {@link IllegalStateException} when the collection is spread in another way. */
  void check(String collection, CollectionParams found) {
    check(collection, "shard number", shards, found.getShardNumber());
    check(collection, "replication factor", replicas, found.getReplicationFactor());
    check(collection, "write consistency factor", confirming(), found.getWriteConsistencyFactor());
  }

  private static void check(String collection, String what, int wanted, int found) {
    if (wanted > 0 && wanted != found) {
      throw new IllegalStateException(
          "the collection %s has %s %d, not %d; it is left alone: change it in Qdrant, or the setting"
              .formatted(collection, what, found, wanted));
    }
  }
}

package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.StoreUnavailableException;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collection's indexes, laid out for many tenants: the graph has links for what searches are
 * within, and for nothing else. A collection of an earlier release is brought there index by index;
 * each step may come twice, from several processes at once, and may be the last one before a death
 * (docs/protocol.md §8).
 *
 * @param collection its full name
 */
record CollectionLayout(String collection) {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionLayout.class);

  CollectionInfo read(QdrantChannel channel) {
    var question = GetCollectionInfoRequest.newBuilder().setCollectionName(collection).build();
    return channel.collections(stub -> stub.get(question)).getResult();
  }

  /**
   * Makes the indexes that are missing, then those that are not as they would be created now, and
   * touches no other. The server replaces an index of other parameters itself, in one operation, so
   * that none is ever away; one of the same it leaves. A key that may not change a collection
   * leaves it as it is.
   */
  void complete(QdrantChannel channel, CollectionInfo found) {
    for (FieldIndex index : FieldIndex.ALL) {
      if (!index.isIn(found)) {
        create(channel, index);
      }
    }
    try {
      change(channel, found);
    } catch (StoreUnavailableException refused) {
      if (Status.fromThrowable(refused).getCode() != Status.Code.PERMISSION_DENIED) {
        throw refused;
      }
      LOG.warn(
          "The indexes of the collection {} stay as an earlier release has made them, which costs Qdrant more for each point: {}",
          collection,
          refused.getMessage());
    }
  }

  private void change(QdrantChannel channel, CollectionInfo found) {
    for (FieldIndex index : FieldIndex.ALL) {
      if (index.isIn(found) && !index.fits(found)) {
        create(channel, index);
        LOG.info(
            "The index over {} in the collection {} is as it is created now",
            index.field(),
            collection);
      }
    }
  }

  private void create(QdrantChannel channel, FieldIndex index) {
    channel.write(stub -> stub.createFieldIndex(index.creation(collection)));
  }
}

package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.StoreUnavailableException;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collection's indexes and graph, laid out for many tenants: a graph within each project and none
 * over all of them, since every search is within one. A collection of an earlier release is brought
 * there step by step; each step may come twice, from several processes at once, and may be the last
 * one before a death (docs/protocol.md §8).
 *
 * @param collection its full name
 */
record CollectionLayout(String collection) {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionLayout.class);

  private static final HnswConfigDiff WITHIN_TENANTS =
      HnswConfigDiff.newBuilder().setM(0).setPayloadM(16).build();

  void on(CreateCollection.Builder order) {
    order.setHnswConfig(WITHIN_TENANTS);
  }

  CollectionInfo read(QdrantChannel channel) {
    var question = GetCollectionInfoRequest.newBuilder().setCollectionName(collection).build();
    return channel.collections(stub -> stub.get(question)).getResult();
  }

  /**
   * Makes the indexes that are missing, then changes what is not as it would be created now, and
   * touches nothing else. A key that may not change a collection leaves it as it is.
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
          "The collection {} stays as an earlier release has made it, which costs Qdrant more for each point: {}",
          collection,
          refused.getMessage());
    }
  }

  /**
   * The graph comes last: what Qdrant builds anew for it has the new indexes. An index that comes
   * back as it was tells of a server that does not know the parameter; the others stay.
   */
  private void change(QdrantChannel channel, CollectionInfo found) {
    CollectionInfo now = found;
    boolean understood = true;
    for (FieldIndex index : FieldIndex.ALL) {
      if (understood && index.isIn(now) && !index.fits(now)) {
        channel.write(stub -> stub.deleteFieldIndex(index.deletion(collection)));
        create(channel, index);
        now = read(channel);
        understood = !index.isIn(now) || index.fits(now); // another process may be at it, too
        LOG.info(
            understood
                ? "The index over {} in the collection {} is made anew, without links in the graph"
                : "The index over {} in the collection {} comes back with links in the graph: Qdrant from 1.17 on knows it without",
            index.field(),
            collection);
      }
    }
    if (!isWithinTenants(now.getConfig().getHnswConfig())) {
      var order =
          UpdateCollection.newBuilder()
              .setCollectionName(collection)
              .setHnswConfig(WITHIN_TENANTS)
              .build();
      channel.collections(stub -> stub.update(order));
      LOG.info("The collection {} has its graph within projects from now on", collection);
    }
  }

  private void create(QdrantChannel channel, FieldIndex index) {
    channel.write(stub -> stub.createFieldIndex(index.creation(collection)));
  }

  /** However wide somebody wants it. */
  private static boolean isWithinTenants(HnswConfigDiff graph) {
    return graph.hasM() && graph.getM() == 0 && graph.getPayloadM() > 0;
  }
}

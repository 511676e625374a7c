package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Ensured;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points.CountPoints;

/**
 * A collection's shape: created when it is absent, completed when its creator died half way or was
 * an earlier release, refused when it is another, and dropped only when no point is left in it.
 *
 * @param collection its full name
 * @param dimension the length of its vectors
 * @param spread over the nodes of a cluster
 */
record CollectionSchema(String collection, int dimension, Sharding spread) {
  boolean exists(QdrantChannel channel) {
    var question = CollectionExistsRequest.newBuilder().setCollectionName(collection).build();
    return channel.look(stub -> stub.collectionExists(question)).getResult().getExists();
  }

  /** Whoever writes between the count and the drop misses the collection, and says so. */
  boolean dropIfEmpty(QdrantChannel channel) {
    var all = CountPoints.newBuilder().setCollectionName(collection).setExact(true).build();
    try {
      if (channel.write(stub -> stub.count(all)).getResult().getCount() > 0) {
        return false;
      }
    } catch (CollectionMissingException _) {
      return true;
    }
    var order = DeleteCollection.newBuilder().setCollectionName(collection).build();
    channel.collections(stub -> stub.delete(order));
    return true;
  }

  Ensured ensure(QdrantChannel channel) {
    var layout = new CollectionLayout(collection);
    Ensured ensured = Ensured.PRESENT;
    CollectionInfo found;
    try {
      found = layout.read(channel);
    } catch (CollectionMissingException absent) {
      ensured = create(channel);
      found = layout.read(channel);
    }
    check(found);
    layout.complete(channel, found);
    return ensured;
  }

  /** Somebody else may create it at the same moment; one of us is first. */
  private Ensured create(QdrantChannel channel) {
    var order =
        CreateCollection.newBuilder()
            .setCollectionName(collection)
            .setVectorsConfig(
                VectorsConfig.newBuilder()
                    .setParams(
                        VectorParams.newBuilder().setSize(dimension).setDistance(Distance.Cosine)))
            .setOnDiskPayload(true);
    spread.on(order);
    try {
      channel.collections(stub -> stub.create(order.build()));
      return Ensured.CREATED;
    } catch (IllegalStateException refused) {
      if (Status.fromThrowable(refused).getCode() != Status.Code.ALREADY_EXISTS) {
        throw refused;
      }
      return Ensured.PRESENT;
    }
  }

  private void check(CollectionInfo found) {
    var vectors = found.getConfig().getParams().getVectorsConfig();
    if (!vectors.hasParams()
        || vectors.getParams().getSize() != dimension
        || vectors.getParams().getDistance() != Distance.Cosine) {
      String shape =
          vectors.hasParams()
              ? vectors.getParams().getSize() + " dimensions, " + vectors.getParams().getDistance()
              : "named vectors";
      throw new IllegalStateException(
          "the collection "
              + collection
              + " is there with "
              + shape
              + ", not "
              + dimension
              + " dimensions, Cosine; it is left alone: choose another prefix, or remove it");
    }
    spread.check(collection, found.getConfig().getParams());
  }
}

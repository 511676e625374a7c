package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Ensured;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A collection's shape: created when it is absent, completed when its creator died half way,
 * refused when it is another, and dropped only when no point is left in it.
 *
 * @param collection its full name
 * @param dimension the length of its vectors
 * @param spread over the nodes of a cluster
 */
record CollectionSchema(String collection, int dimension, Sharding spread) {
  /** Facets need an index, filters are fast with one; a creation that died resumes here. */
  private static final Map<String, FieldType> INDEXES = new LinkedHashMap<>();

  static {
    INDEXES.put(Payloads.PROJECT, FieldType.FieldTypeKeyword);
    INDEXES.put(Payloads.OWNER, FieldType.FieldTypeKeyword);
    INDEXES.put(Payloads.EXTRACTION, FieldType.FieldTypeKeyword);
    INDEXES.put(Payloads.BUCKET, FieldType.FieldTypeInteger);
    INDEXES.put(Payloads.EPOCH, FieldType.FieldTypeInteger);
  }

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
    Ensured ensured = Ensured.PRESENT;
    CollectionInfo found;
    try {
      found = info(channel);
    } catch (CollectionMissingException absent) {
      ensured = create(channel);
      found = info(channel);
    }
    check(found);
    index(channel, found);
    return ensured;
  }

  private CollectionInfo info(QdrantChannel channel) {
    var question = GetCollectionInfoRequest.newBuilder().setCollectionName(collection).build();
    return channel.collections(stub -> stub.get(question)).getResult();
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

  private void index(QdrantChannel channel, CollectionInfo found) {
    INDEXES.forEach((field, type) -> {
      if (!found.containsPayloadSchema(field)) {
        channel.write(stub -> stub.createFieldIndex(index(field, type)));
      }
    });
  }

  private CreateFieldIndexCollection index(String field, FieldType type) {
    var order =
        CreateFieldIndexCollection.newBuilder()
            .setCollectionName(collection)
            .setFieldName(field)
            .setFieldType(type)
            .setWait(true);
    if (field.equals(Payloads.PROJECT)) {
      order.setFieldIndexParams(
          PayloadIndexParams.newBuilder()
              .setKeywordIndexParams(KeywordIndexParams.newBuilder().setIsTenant(true)));
    }
    return order.build();
  }
}

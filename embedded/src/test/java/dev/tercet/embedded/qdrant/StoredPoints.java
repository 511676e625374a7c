package dev.tercet.embedded.qdrant;

import static io.qdrant.client.VectorsFactory.vectors;

import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.concurrent.ExecutionException;

/** A collection of numbered points in a server that was started, by Qdrant's own client. */
final class StoredPoints {
  private static final String COLLECTION = "points";

  private StoredPoints() {}

  static void create(QdrantAddress address) throws InterruptedException, ExecutionException {
    try (QdrantClient client = connect(address)) {
      var unusedAnswer =
          client
              .createCollectionAsync(
                  COLLECTION,
                  VectorParams.newBuilder().setSize(2).setDistance(Distance.Cosine).build())
              .get();
    }
  }

  /** Writes the points of these numbers, each confirmed. */
  static void write(QdrantAddress address, int from, int to)
      throws InterruptedException, ExecutionException {
    try (QdrantClient client = connect(address)) {
      for (int number = from; number < to; number++) {
        var unusedAnswer =
            client
                .upsertAsync(
                    UpsertPoints.newBuilder()
                        .setCollectionName(COLLECTION)
                        .setWait(true)
                        .addPoints(
                            PointStruct.newBuilder()
                                .setId(PointIdFactory.id(number))
                                .setVectors(vectors(1, number)))
                        .build())
                .get();
      }
    }
  }

  static long count(QdrantAddress address) throws InterruptedException, ExecutionException {
    try (QdrantClient client = connect(address)) {
      return client.countAsync(COLLECTION).get();
    }
  }

  private static QdrantClient connect(QdrantAddress address) {
    return new QdrantClient(
        QdrantGrpcClient.newBuilder(address.host(), address.port(), false, false)
            .withApiKey(address.apiKey())
            .build());
  }
}

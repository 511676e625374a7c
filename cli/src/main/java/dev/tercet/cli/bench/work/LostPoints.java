package dev.tercet.cli.bench.work;

import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Common.PointId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Deletes points behind the service's back. */
record LostPoints(WorkStores stores) {

  /** Wherever they are: an id is in one collection only. */
  void delete(List<UUID> points) throws InterruptedException {
    List<PointId> ids = points.stream().map(PointIdFactory::id).toList();
    try (QdrantClient qdrant = stores.qdrant()) {
      for (String collection : qdrant.listCollectionsAsync().get()) {
        var _ = qdrant.deleteAsync(collection, ids).get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the points cannot be deleted: " + e.getCause(), e);
    }
  }
}

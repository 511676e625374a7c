package dev.tercet.cli.bench.ceiling;

import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.VectorsFactory.vectors;

import com.google.common.util.concurrent.ListenableFuture;
import dev.tercet.cli.bench.ceiling.PlainTable.Claimed;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Points.PointStruct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A collection of its own, without any index of payloads. */
final class PlainCollection {
  private static final String NAME = "tercet-ceiling";

  private final QdrantClient client;
  private final Embedder embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);

  PlainCollection(QdrantClient client) {
    this.client = client;
  }

  void create() throws InterruptedException {
    if (answer(client.collectionExistsAsync(NAME))) {
      drop();
    }
    var _ =
        answer(
            client.createCollectionAsync(
                NAME,
                VectorParams.newBuilder()
                    .setSize(embedder.dimension())
                    .setDistance(Distance.Cosine)
                    .build()));
  }

  /** Embeds the texts with the embedder of the measured load, and writes them in one call. */
  void upsert(List<Claimed> claimed) throws InterruptedException {
    List<Embedded> embedded =
        embedder.embed(claimed.stream().map(Claimed::text).toList(), Embedder.Purpose.PASSAGE);
    List<PointStruct> points = new ArrayList<>(claimed.size());
    for (int i = 0; i < claimed.size(); i++) {
      if (embedded.get(i) instanceof Embedded.Vector vector) {
        points.add(
            PointStruct.newBuilder()
                .setId(id(claimed.get(i).id()))
                .setVectors(vectors(vector.numbers()))
                .putAllPayload(Map.of("document", value(claimed.get(i).id())))
                .build());
      }
    }
    var _ = answer(client.upsertAsync(NAME, points));
  }

  void drop() throws InterruptedException {
    var _ = answer(client.deleteCollectionAsync(NAME));
  }

  private static <T> T answer(ListenableFuture<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Qdrant refused the yardstick: " + e.getCause(), e);
    }
  }
}

package dev.tercet.cli.demo;

import static io.qdrant.client.PointIdFactory.id;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.service.KnownStores;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import redis.clients.jedis.Jedis;

/** What the demo does to its own embedded stores, behind the service's back. */
public final class DemoFault {
  private final JsonNode stores;

  private DemoFault(JsonNode stores) {
    this.stores = stores;
  }

  /** On the embedded stores that run on this folder. */
  public static DemoFault on(Path dataDir) throws IOException {
    return new DemoFault(KnownStores.embedded(dataDir));
  }

  /** Deletes points from the collection that reads use. */
  public void deletePoints(List<UUID> points) throws InterruptedException {
    JsonNode qdrant = stores.path("qdrant");
    var channel =
        QdrantGrpcClient.newBuilder(
                qdrant.path("host").asText(), qdrant.path("port").asInt(), false)
            .withApiKey(qdrant.path("apiKey").asText())
            .build();
    try (var client = new QdrantClient(channel)) {
      client
          .deleteAsync(
              qdrant.path("collection").asText(), points.stream().map(it -> id(it)).toList())
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the points cannot be deleted: " + e.getCause(), e);
    }
  }

  /** Empties Redis. */
  public void flushRedis() {
    try (var redis = new Jedis(URI.create(stores.at("/redis/url").asText()))) {
      redis.flushAll();
    }
  }
}

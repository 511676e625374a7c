package dev.tercet.acceptance.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** The stores of a data folder, asked behind the program's back through {@code stores.json}. */
final class RunningStores {
  private final JsonNode stores;

  private RunningStores(JsonNode stores) {
    this.stores = stores;
  }

  static RunningStores of(Path data) throws IOException {
    return new RunningStores(new ObjectMapper().readTree(data.resolve("stores.json").toFile()));
  }

  /** How many points stand in the collection that reads use. */
  long points() throws InterruptedException, ExecutionException {
    JsonNode qdrant = stores.path("qdrant");
    var channel =
        QdrantGrpcClient.newBuilder(
                qdrant.path("host").asText(), qdrant.path("port").asInt(), false)
            .build();
    try (var client = new QdrantClient(channel)) {
      return client.countAsync(qdrant.path("collection").asText()).get();
    }
  }

  /** How many messages stand in all queues together, delivered or not. */
  long messages() {
    try (var redis = new Jedis(URI.create(stores.path("redis").path("url").asText()))) {
      long messages = 0;
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> page = redis.scan(cursor, new ScanParams().count(1000), "stream");
        for (String stream : page.getResult()) {
          messages += redis.xlen(stream);
        }
        cursor = page.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
      return messages;
    }
  }
}

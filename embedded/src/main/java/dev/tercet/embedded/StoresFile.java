package dev.tercet.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.embedded.process.PrivateFile;
import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.embedded.redis.RedisAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code stores.json} in the data folder: names the running stores for users' own scripts. */
record StoresFile(Path file) implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(
      PostgresAddress postgres,
      Optional<RedisAddress> redis,
      QdrantAddress qdrant,
      String collection)
      throws IOException {
    ObjectNode stores = JSON.createObjectNode();
    stores
        .putObject("postgres")
        .put("url", postgres.url())
        .put("username", postgres.username())
        .put("password", postgres.password());
    redis.ifPresent(it -> stores.putObject("redis").put("url", it.url()));
    stores
        .putObject("qdrant")
        .put("host", qdrant.host())
        .put("port", qdrant.port())
        .put("collection", collection)
        .put("apiKey", qdrant.apiKey());
    PrivateFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(stores));
  }

  /** Nothing runs any more, so nothing is named any more. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}

package dev.tercet.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.api.config.StoresConfig.QueueKeeper;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the stores of a running service are, for commands that go behind its back.
 *
 * @param postgres the ledger's database
 * @param redis with its password, if it has one; null when Postgres keeps the queues
 */
public record KnownStores(StoreCounters.Postgres postgres, @Nullable URI redis) {

  /** The configured ones, or the embedded ones that run on the data folder. */
  public static KnownStores of(TercetConfig config) throws IOException {
    StoresConfig.External external = config.stores().external();
    if (external == null) {
      JsonNode stores = embedded(config.server().dataDir());
      return new KnownStores(
          new StoreCounters.Postgres(
              stores.at("/postgres/url").asText(),
              stores.at("/postgres/username").asText(),
              stores.at("/postgres/password").asText()),
          stores.has("redis") ? URI.create(stores.at("/redis/url").asText()) : null);
    }
    var password = external.postgres().password();
    StoresConfig.Redis redis =
        config.stores().queue() == QueueKeeper.REDIS ? external.redis() : null;
    return new KnownStores(
        new StoreCounters.Postgres(
            external.postgres().url(),
            external.postgres().username(),
            password == null ? null : password.value()),
        redis == null ? null : URI.create(redis.url().value()));
  }

  /** What {@code stores.json} in the folder says. */
  public static JsonNode embedded(Path dataDir) throws IOException {
    return Json.stored(Files.readString(dataDir.resolve("stores.json")));
  }

  @Override
  public String toString() {
    return "KnownStores";
  }
}

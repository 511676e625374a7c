package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Secret;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.api.config.StoresConfig.QueueKeeper;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.cli.bench.count.CostMeter.Places;
import dev.tercet.cli.bench.count.LedgerSockets;
import dev.tercet.cli.service.StoreCounters.Postgres;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.process.HeldFolder;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a measurement, which outlive each service on them: the configured ones, or embedded
 * ones of its own.
 */
final class WorkStores implements AutoCloseable {
  private final @Nullable EmbeddedStores embedded;
  private final StoresConfig.External addresses;

  private WorkStores(@Nullable EmbeddedStores embedded, StoresConfig.External addresses) {
    this.embedded = embedded;
    this.addresses = addresses;
  }

  /** Starts embedded ones in the folder unless others are configured. */
  static WorkStores of(TercetConfig config, Path folder, Terminal progress) throws IOException {
    StoresConfig.External external = config.stores().external();
    if (external != null) {
      return new WorkStores(null, external);
    }
    progress.plain("starting the stores …");
    EmbeddedStores stores =
        EmbeddedStores.start(
            HeldFolder.take(folder, progress::plain),
            config.stores().embeddedVectors(),
            config.stores().engine(),
            config.stores().queue() == QueueKeeper.REDIS,
            progress::step,
            progress::plain);
    return new WorkStores(stores, addresses(stores));
  }

  private static StoresConfig.External addresses(EmbeddedStores stores) {
    String url = stores.postgres().url();
    return new StoresConfig.External(
        new StoresConfig.Postgres(
            url, stores.postgres().username(), new Secret(stores.postgres().password()), url),
        stores.redis().map(it -> new StoresConfig.Redis(new Secret(it.url()))).orElse(null),
        new StoresConfig.Qdrant(
            stores.qdrant().host(),
            stores.qdrant().port(),
            false,
            new Secret(stores.qdrant().apiKey()),
            StoresConfig.Cluster.SERVERS_CHOICE));
  }

  /** A line of JSON that begins with what was measured where. */
  ObjectNode line(Work work) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("work", work.name())
        .put("stores", isEmbedded() ? "embedded" : "external")
        .put("processors", Runtime.getRuntime().availableProcessors());
  }

  boolean isEmbedded() {
    return embedded != null;
  }

  /** Where they answer. */
  Places places() {
    StoresConfig.Redis redis = addresses.redis();
    Secret password = addresses.postgres().password();
    return new Places(
        new Postgres(
            addresses.postgres().url(),
            addresses.postgres().username(),
            password == null ? null : password.value()),
        redis == null ? null : URI.create(redis.url().value()),
        addresses.qdrant().host(),
        addresses.qdrant().port());
  }

  /** A client of Qdrant beside the service's. */
  QdrantClient qdrant() {
    StoresConfig.Qdrant qdrant = addresses.qdrant();
    var channel = QdrantGrpcClient.newBuilder(qdrant.host(), qdrant.port(), qdrant.tls());
    Secret key = qdrant.apiKey();
    return new QdrantClient((key == null ? channel : channel.withApiKey(key.value())).build());
  }

  /**
   * The configuration of a service in this process on them, whose calls to Postgres are counted.
   */
  Settings counted(Settings settings) {
    Settings on =
        on(settings).withFlag("bench", "tercet.postgres.url", counted(addresses.postgres().url()));
    return addresses.postgres().sessionUrl().equals(addresses.postgres().url())
        ? on
        : on.withFlag(
            "bench", "tercet.postgres.session-url", counted(addresses.postgres().sessionUrl()));
  }

  private static String counted(String url) {
    return LedgerSockets.counted(url);
  }

  /** The configuration of any service on them. */
  Settings on(Settings settings) {
    Settings on = settings;
    for (Map.Entry<String, String> key : keys().entrySet()) {
      on = on.withFlag("bench", key.getKey(), key.getValue());
    }
    return on;
  }

  /** What a configuration needs to find them; nothing when it named them itself. */
  Map<String, String> keys() {
    if (embedded == null) {
      return Map.of();
    }
    Map<String, String> keys = new HashMap<>();
    keys.put("tercet.mode", "external");
    keys.put("tercet.postgres.url", addresses.postgres().url());
    keys.put("tercet.postgres.username", embedded.postgres().username());
    keys.put("tercet.postgres.password", embedded.postgres().password());
    embedded.redis().ifPresent(it -> keys.put("tercet.redis.url", it.url()));
    keys.put("tercet.qdrant.host", embedded.qdrant().host());
    keys.put("tercet.qdrant.port", Integer.toString(embedded.qdrant().port()));
    keys.put("tercet.qdrant.api-key", embedded.qdrant().apiKey());
    return keys;
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}

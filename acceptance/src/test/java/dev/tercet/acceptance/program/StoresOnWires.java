package dev.tercet.acceptance.program;

import dev.tercet.embedded.EmbeddedStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Three stores that a program under test reaches over wires, and the test directly. */
final class StoresOnWires implements AutoCloseable {
  /** The collection of the provider {@code hash} with the usual prefix and dimension. */
  private static final String COLLECTION = "tercet-hash-384";

  private final EmbeddedStores stores;
  private final RunningStores behind;
  private final Map<Store, Wire> wires;

  enum Store {
    POSTGRES,
    REDIS,
    QDRANT;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private StoresOnWires(EmbeddedStores stores, RunningStores behind) throws IOException {
    this.stores = stores;
    this.behind = behind;
    URI postgres = URI.create(stores.postgres().url().substring("jdbc:".length()));
    URI redis = URI.create(stores.redis().orElseThrow().url());
    wires =
        Map.of(
            Store.POSTGRES, Wire.to(postgres.getHost(), postgres.getPort()),
            Store.REDIS, Wire.to(redis.getHost(), redis.getPort()),
            Store.QDRANT, Wire.to(stores.qdrant().host(), stores.qdrant().port()));
  }

  static StoresOnWires start(Path data) throws IOException {
    EmbeddedStores stores = EmbeddedStores.start(data, _ -> {});
    stores.describe(COLLECTION);
    return new StoresOnWires(stores, RunningStores.of(data));
  }

  /**
   * The program's settings: external stores, each behind its wire. The driver of Postgres gives a
   * silent connection up sooner than it usually would, so that the test need not wait for it; what
   * the address says wins over the program's own limits, which have a test in its wiring.
   */
  Map<String, String> settings() {
    return Map.of(
        "TERCET_POSTGRES_URL",
            throughWire(Store.POSTGRES, stores.postgres().url()) + "?socketTimeout=5",
        "TERCET_POSTGRES_USERNAME", stores.postgres().username(),
        "TERCET_POSTGRES_PASSWORD", stores.postgres().password(),
        "TERCET_REDIS_URL", throughWire(Store.REDIS, stores.redis().orElseThrow().url()),
        "TERCET_QDRANT_HOST", stores.qdrant().host(),
        "TERCET_QDRANT_PORT", Integer.toString(wire(Store.QDRANT).port()),
        "TERCET_QDRANT_API_KEY", stores.qdrant().apiKey());
  }

  private String throughWire(Store store, String url) {
    return url.replaceFirst(":\\d+/", ":" + wire(store).port() + "/");
  }

  Wire wire(Store store) {
    return Objects.requireNonNull(wires.get(store));
  }

  /** Where the stores are. */
  EmbeddedStores addresses() {
    return stores;
  }

  /** The stores themselves, which the program does not see. */
  RunningStores behind() {
    return behind;
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires.values()) {
      wire.close();
    }
    stores.close();
  }
}

package dev.tercet.api.wiring;

import dev.tercet.api.config.Secret;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the stores answer, whoever started them; no Redis when none is needed. */
record StoreAddresses(
    StoresConfig.Postgres postgres,
    StoresConfig.@Nullable Redis redis,
    StoresConfig.Qdrant qdrant) {

  static StoreAddresses of(StoresConfig.External external) {
    return new StoreAddresses(external.postgres(), external.redis(), external.qdrant());
  }

  static StoreAddresses of(EmbeddedStores embedded) {
    String url = embedded.postgres().url();
    return new StoreAddresses(
        new StoresConfig.Postgres(
            url, embedded.postgres().username(), new Secret(embedded.postgres().password()), url),
        embedded.redis().map(it -> new StoresConfig.Redis(new Secret(it.url()))).orElse(null),
        new StoresConfig.Qdrant(
            embedded.qdrant().host(),
            embedded.qdrant().port(),
            false,
            new Secret(embedded.qdrant().apiKey()),
            StoresConfig.Cluster.SERVERS_CHOICE));
  }

  /** A store's place for a person: no user, no password, no parameters. */
  String place(Store store) {
    return switch (store) {
      case POSTGRES -> hostAndPort(URI.create(postgres.url().substring("jdbc:".length())));
      case REDIS -> hostAndPort(URI.create(redisUrl()));
      case QDRANT -> qdrant.host() + ":" + qdrant.port();
    };
  }

  /** Throws {@link IllegalStateException} when there is none. */
  String redisUrl() {
    StoresConfig.Redis known = redis;
    if (known == null) {
      throw new IllegalStateException("there is no Redis, since Postgres keeps the queues");
    }
    return known.url().value();
  }

  private static String hostAndPort(URI uri) {
    @Nullable String host = uri.getHost();
    if (host == null) {
      return "the configured address";
    }
    return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
  }
}

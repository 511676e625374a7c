package dev.tercet.api.wiring;

import dev.tercet.api.config.Secret;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the three stores answer, whoever started them. */
record StoreAddresses(
    StoresConfig.Postgres postgres, StoresConfig.Redis redis, StoresConfig.Qdrant qdrant) {

  static StoreAddresses of(StoresConfig.External external) {
    return new StoreAddresses(external.postgres(), external.redis(), external.qdrant());
  }

  static StoreAddresses of(EmbeddedStores embedded) {
    String url = embedded.postgres().url();
    return new StoreAddresses(
        new StoresConfig.Postgres(
            url, embedded.postgres().username(), new Secret(embedded.postgres().password()), url),
        new StoresConfig.Redis(new Secret(embedded.redis().url())),
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
      case REDIS -> hostAndPort(URI.create(redis.url().value()));
      case QDRANT -> qdrant.host() + ":" + qdrant.port();
    };
  }

  private static String hostAndPort(URI uri) {
    @Nullable String host = uri.getHost();
    if (host == null) {
      return "the configured address";
    }
    return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
  }
}

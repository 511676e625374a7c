package dev.tercet.storage.qdrant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where Qdrant is and how it is used.
 *
 * @param host its name or address
 * @param port its gRPC port
 * @param tls whether the connection is encrypted
 * @param apiKey its key; null or empty for none
 * @param collectionPrefix begins the name of every collection
 * @param readTimeout bounds every read
 * @param writeTimeout bounds every write, which waits until it is applied, and every exact count
 * @param patience how long an upsert is tried again while Qdrant is away
 * @param spread how collections are spread over a cluster
 */
public record QdrantSettings(
    String host,
    int port,
    boolean tls,
    @Nullable String apiKey,
    String collectionPrefix,
    Duration readTimeout,
    Duration writeTimeout,
    Duration patience,
    Sharding spread) {

  public QdrantSettings {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("Qdrant needs a host and a port from 1 to 65535");
    }
    if (collectionPrefix.isBlank()) {
      throw new IllegalArgumentException("the prefix of the collections is not blank");
    }
    if (readTimeout.toMillis() < 1 || writeTimeout.toMillis() < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("time-outs are positive, patience is not negative");
    }
  }

  /**
   * The usual settings: 10 s for reads, 30 s for writes, 5 s of patience, no TLS, no key, one node.
   */
  public static QdrantSettings of(String host, int port, String collectionPrefix) {
    return new QdrantSettings(
        host,
        port,
        false,
        null,
        collectionPrefix,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Sharding.SERVERS_CHOICE);
  }

  /** The same with a key; null or empty for none. */
  public QdrantSettings withApiKey(@Nullable String key) {
    return new QdrantSettings(
        host, port, tls, key, collectionPrefix, readTimeout, writeTimeout, patience, spread);
  }

  /** The same with collections that are spread in this way. */
  public QdrantSettings with(Sharding other) {
    return new QdrantSettings(
        host, port, tls, apiKey, collectionPrefix, readTimeout, writeTimeout, patience, other);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Qdrant at " + host + ":" + port + (tls ? " (TLS)" : "") + ", " + collectionPrefix;
  }
}

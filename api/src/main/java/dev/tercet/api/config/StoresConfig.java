package dev.tercet.api.config;

import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantChoice;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the stores are.
 *
 * @param external the addresses of running stores, or null for the embedded ones
 * @param queue who keeps the queues
 * @param poolSize connections to Postgres for the work
 * @param reads connections to Postgres for what people ask
 * @param collectionPrefix the beginning of the collection's name
 * @param embeddedVectors who keeps the vectors of embedded stores
 * @param engine where the engine runs, if it keeps them
 */
public record StoresConfig(
    @Nullable External external,
    QueueKeeper queue,
    int poolSize,
    Reads reads,
    String collectionPrefix,
    QdrantChoice embeddedVectors,
    EnginePlace engine) {

  /**
   * What people ask has connections of its own.
   *
   * @param poolSize how many
   * @param limit after which a statement ends
   */
  public record Reads(int poolSize, Duration limit) {}

  /** Who keeps the queues, and the rates of providers. */
  public enum QueueKeeper {
    /** A server of its own. */
    REDIS,
    /** The ledger's: no Redis is needed, started or asked. */
    POSTGRES
  }

  /** Running stores; there may be no Redis when Postgres keeps the queues. */
  public record External(Postgres postgres, @Nullable Redis redis, Qdrant qdrant) {}

  /** A Postgres database; {@code sessionUrl} leads to it directly, not through a pooler. */
  public record Postgres(
      String url, @Nullable String username, @Nullable Secret password, String sessionUrl) {
    @Override
    public String toString() {
      return "Postgres[" + url.replaceAll("\\?.*", "") + "]";
    }
  }

  /** A Redis server; its address may carry a password. */
  public record Redis(Secret url) {}

  /** A Qdrant server's gRPC address, and how a new collection is spread over its cluster. */
  public record Qdrant(
      String host, int port, boolean tls, @Nullable Secret apiKey, Cluster cluster) {}

  /** Numbers of a collection in a cluster of Qdrant; 0 for the server's own choice. */
  public record Cluster(int shardNumber, int replicationFactor, int writeConsistencyFactor) {
    /** As the server chooses. */
    public static final Cluster SERVERS_CHOICE = new Cluster(0, 0, 0);

    static Cluster of(Values values) {
      int replicas = number(values, "tercet.qdrant.replication-factor", 100);
      return new Cluster(
          number(values, "tercet.qdrant.shard-number", 1_000),
          replicas,
          number(values, "tercet.qdrant.write-consistency-factor", Math.max(1, replicas)));
    }

    private static int number(Values values, String key, long most) {
      return values.optionalInteger(key, 1, most).orElse(0L).intValue();
    }
  }

  /** Which stores are wanted. */
  enum Mode {
    AUTO,
    EMBEDDED,
    EXTERNAL
  }

  private static final String POSTGRES_URL = "tercet.postgres.url";
  private static final String REDIS_URL = "tercet.redis.url";
  private static final String QDRANT_HOST = "tercet.qdrant.host";

  /** Keys that only make sense with external stores: one of them set asks for all the addresses. */
  private static final List<String> ADDRESSES =
      List.of(
          POSTGRES_URL,
          "tercet.postgres.username",
          "tercet.postgres.password",
          "tercet.postgres.session-url",
          REDIS_URL,
          QDRANT_HOST,
          "tercet.qdrant.port",
          "tercet.qdrant.tls",
          "tercet.qdrant.api-key",
          "tercet.qdrant.shard-number",
          "tercet.qdrant.replication-factor",
          "tercet.qdrant.write-consistency-factor");

  static StoresConfig of(Values values) {
    Mode mode = values.choice("tercet.mode", Mode.class);
    boolean external =
        switch (mode) {
          case AUTO -> ADDRESSES.stream().anyMatch(values::isExplicit);
          case EMBEDDED -> false;
          case EXTERNAL -> true;
        };
    QueueKeeper queue = values.choice("tercet.queue", QueueKeeper.class);
    return new StoresConfig(
        external ? external(values, queue) : null,
        queue,
        (int) values.integer("tercet.postgres.pool-size", 2, 500),
        new Reads(
            (int) values.integer("tercet.postgres.reads.pool-size", 2, 500),
            values.duration("tercet.postgres.reads.limit", "100ms", "30s")),
        values.matching(
            "tercet.qdrant.collection",
            Pattern.compile("[A-Za-z0-9_-]{1,100}"),
            "1 to 100 letters, digits, _ and -"),
        embeddedVectors(values),
        engine(values));
  }

  /** Where the engine may run. */
  enum Runs {
    INSIDE,
    APART
  }

  private static EnginePlace engine(Values values) {
    long heap = values.size("tercet.embedded.engine.heap", "128MiB", "64GiB");
    return switch (values.choice("tercet.embedded.engine.runs", Runs.class)) {
      case INSIDE -> new EnginePlace.Inside();
      case APART -> new EnginePlace.Apart(heap);
    };
  }

  private static QdrantChoice embeddedVectors(Values values) {
    try {
      return QdrantChoice.of(values.required("tercet.embedded.qdrant"));
    } catch (InvalidPathException _) {
      throw values.invalid("tercet.embedded.qdrant", "auto, engine, or the path of a program");
    }
  }

  private static External external(Values values, QueueKeeper queue) {
    Map<String, @Nullable String> addresses = new LinkedHashMap<>();
    addresses.put(POSTGRES_URL, values.address(POSTGRES_URL, "jdbc:postgresql:"));
    String redisUrl = values.address(REDIS_URL, "redis://", "rediss://");
    if (queue == QueueKeeper.REDIS) {
      addresses.put(REDIS_URL, redisUrl);
    }
    addresses.put(QDRANT_HOST, values.text(QDRANT_HOST));
    List<String> missing =
        addresses.entrySet().stream()
            .filter(entry -> entry.getValue() == null)
            .map(Map.Entry::getKey)
            .toList();
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "external stores need all their addresses, missing: " + String.join(", ", missing));
    }
    String url = values.required(POSTGRES_URL);
    String sessionUrl = values.address("tercet.postgres.session-url", "jdbc:postgresql:");
    return new External(
        new Postgres(
            url,
            values.text("tercet.postgres.username"),
            values.secret("tercet.postgres.password"),
            sessionUrl == null ? url : sessionUrl),
        redisUrl == null ? null : new Redis(new Secret(redisUrl)),
        new Qdrant(
            values.required(QDRANT_HOST),
            values.optionalInteger("tercet.qdrant.port", 1, 65_535).orElse(6_334L).intValue(),
            values.flag("tercet.qdrant.tls"),
            values.secret("tercet.qdrant.api-key"),
            Cluster.of(values)));
  }
}

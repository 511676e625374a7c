package dev.tercet.acceptance.proof.realstores;

import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.embedded.process.HeldFolder;
import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.embedded.qdrant.QdrantChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running servers: those that {@code TERCET_TEST_POSTGRES}, {@code TERCET_TEST_REDIS} and
 * {@code TERCET_TEST_QDRANT} name, and embedded ones in place of those that are not named.
 */
final class Servers implements AutoCloseable {
  private final @Nullable EmbeddedStores embedded;
  final PostgresAddress postgres;

  /** The URL of Redis. */
  final String redis;

  final QdrantAddress qdrant;

  private Servers(
      @Nullable EmbeddedStores embedded,
      PostgresAddress postgres,
      String redis,
      QdrantAddress qdrant) {
    this.embedded = embedded;
    this.postgres = postgres;
    this.redis = redis;
    this.qdrant = qdrant;
  }

  /** Starts what is not named, on that folder. */
  static Servers start(Path data) throws IOException {
    Optional<PostgresAddress> postgres = named("TERCET_TEST_POSTGRES").map(Servers::postgres);
    Optional<String> redis = named("TERCET_TEST_REDIS");
    Optional<QdrantAddress> qdrant = named("TERCET_TEST_QDRANT").map(Servers::qdrant);
    if (postgres.isPresent() && redis.isPresent() && qdrant.isPresent()) {
      return new Servers(null, postgres.get(), redis.get(), qdrant.get());
    }
    QdrantChoice vectors = QdrantChoice.of(named("TERCET_TEST_QDRANT_PROGRAM").orElse("engine"));
    EmbeddedStores embedded =
        EmbeddedStores.start(
            HeldFolder.take(data, _ -> {}),
            vectors,
            new EnginePlace.Inside(),
            true,
            _ -> {},
            _ -> {});
    return new Servers(
        embedded,
        postgres.orElseGet(embedded::postgres),
        redis.orElseGet(() -> embedded.redis().orElseThrow().url()),
        qdrant.orElseGet(embedded::qdrant));
  }

  private static Optional<String> named(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(it -> !it.isBlank());
  }

  private static PostgresAddress postgres(String named) {
    String[] parts = named.split("\\|", -1);
    return new PostgresAddress(parts[0], parts[1], parts[2]);
  }

  private static QdrantAddress qdrant(String named) {
    String[] parts = named.split("[:|]", 3);
    return new QdrantAddress(
        parts[0], Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : "");
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}

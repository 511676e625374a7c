package dev.tercet.api.config;

import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantChoice;
import dev.tercet.saga.money.Price;
import dev.tercet.saga.money.Prices;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every setting at once, with other values than the defaults. */
final class EverySetting {
  private EverySetting() {}

  /** Every key with a value that is not its default. */
  static final Map<String, String> VALUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("tercet.host", "0.0.0.0"),
              Map.entry("tercet.port", "9000"),
              Map.entry("tercet.data-dir", "elsewhere"),
              Map.entry("tercet.roles", "api,worker"),
              Map.entry("tercet.mode", "external"),
              Map.entry("tercet.admin-key", "0123456789abcdef"),
              Map.entry("tercet.insecure-key", "true"),
              Map.entry("tercet.embedded.qdrant", "/opt/qdrant"),
              Map.entry("tercet.embedded.engine.runs", "apart"),
              Map.entry("tercet.embedded.engine.heap", "256MiB"),
              Map.entry("tercet.stop-timeout", "20s"),
              Map.entry("tercet.drain", "5s"),
              Map.entry("tercet.http.max-requests", "7"),
              Map.entry("tercet.http.max-waiting", "8"),
              Map.entry("tercet.http.max-connections", "9"),
              Map.entry("tercet.http.max-in-flight", "1GiB"),
              Map.entry("tercet.http.max-spool", "2GiB"),
              Map.entry("tercet.http.max-backlog", "70000"),
              Map.entry("tercet.http.header-timeout", "4s"),
              Map.entry("tercet.http.least-rate", "2KiB"),
              Map.entry("tercet.http.rate-window", "3s"),
              Map.entry("tercet.http.idle-timeout", "6s"),
              Map.entry("tercet.metrics.open", "true"),
              Map.entry("tercet.log.format", "json"),
              Map.entry("tercet.log.level", "DEBUG"),
              Map.entry("tercet.postgres.url", "jdbc:postgresql://pg:5432/t"),
              Map.entry("tercet.postgres.username", "u"),
              Map.entry("tercet.postgres.password", "hunter2"),
              Map.entry("tercet.postgres.pool-size", "11"),
              Map.entry("tercet.postgres.reads.pool-size", "4"),
              Map.entry("tercet.postgres.reads.limit", "3s"),
              Map.entry("tercet.postgres.session-url", "jdbc:postgresql://direct:5432/t"),
              Map.entry("tercet.queue", "postgres"),
              Map.entry("tercet.redis.url", "rediss://:hunter2@r:6380/1"),
              Map.entry("tercet.qdrant.host", "q"),
              Map.entry("tercet.qdrant.port", "7000"),
              Map.entry("tercet.qdrant.tls", "true"),
              Map.entry("tercet.qdrant.api-key", "hunter2"),
              Map.entry("tercet.qdrant.shard-number", "6"),
              Map.entry("tercet.qdrant.replication-factor", "3"),
              Map.entry("tercet.qdrant.write-consistency-factor", "2"),
              Map.entry("tercet.qdrant.collection", "mine"),
              Map.entry("tercet.llm.provider", "openai"),
              Map.entry("tercet.llm.base-url", "http://llm/v1"),
              Map.entry("tercet.llm.model", "m"),
              Map.entry("tercet.llm.models", "n,org/o"),
              Map.entry("tercet.llm.api-key", "hunter2"),
              Map.entry("tercet.llm.timeout", "5s"),
              Map.entry("tercet.llm.concurrency", "3"),
              Map.entry("tercet.llm.concurrency-max", "30"),
              Map.entry("tercet.llm.requests-per-minute", "600"),
              Map.entry("tercet.llm.tokens-per-minute", "1000000"),
              Map.entry("tercet.llm.burst", "1m"),
              Map.entry("tercet.llm.echo.latency", "20ms"),
              Map.entry("tercet.embedding.provider", "openai"),
              Map.entry("tercet.embedding.base-url", "http://emb/v1"),
              Map.entry("tercet.embedding.model", "e"),
              Map.entry("tercet.embedding.api-key", "hunter2"),
              Map.entry("tercet.embedding.dimension", "3072"),
              Map.entry("tercet.embedding.batch", "32"),
              Map.entry("tercet.embedding.query-prefix", "query: "),
              Map.entry("tercet.embedding.passage-prefix", "passage: "),
              Map.entry("tercet.embedding.timeout", "7s"),
              Map.entry("tercet.documents.readers", "2"),
              Map.entry("tercet.documents.timeout", "9s"),
              Map.entry("tercet.documents.memory", "1GiB"),
              Map.entry("tercet.passage.max-characters", "500"),
              Map.entry("tercet.worker.concurrency", "5"),
              Map.entry("tercet.prices", "src/test/resources/prices-of-mine.json"),
              Map.entry("tercet.worker.lease", "30s"),
              Map.entry("tercet.worker.max-crashes", "4"),
              Map.entry("tercet.worker.attempt-timeout", "1h"),
              Map.entry("tercet.batch.interval", "20s"),
              Map.entry("tercet.retry.max-attempts", "9"),
              Map.entry("tercet.retry.base-delay", "10ms"),
              Map.entry("tercet.retry.max-delay", "2h"),
              Map.entry("tercet.reconciler.interval", "2s"),
              Map.entry("tercet.reconciler.grace", "3s"),
              Map.entry("tercet.reconciler.restore-grace", "4h"),
              Map.entry("tercet.reconciler.horizon", "2h"),
              Map.entry("tercet.reconciler.abort-ratio", "0.25"),
              Map.entry("tercet.reconciler.budget", "77"),
              Map.entry("tercet.reconciler.requeue-after", "90s"),
              Map.entry("tercet.retention.done", "30d"),
              Map.entry("tercet.retention.superseded", "7d"),
              Map.entry("tercet.retention.failed", "60d"),
              Map.entry("tercet.retention.audit", "90d"),
              Map.entry("tercet.retention.interval", "10m")));

  /** What they come to. */
  static final TercetConfig CONFIG =
      new TercetConfig(
          new ServerConfig(
              "0.0.0.0",
              9_000,
              Path.of("elsewhere"),
              Set.of(Role.API, Role.WORKER),
              new Secret("0123456789abcdef"),
              Duration.ofSeconds(20),
              Duration.ofSeconds(5),
              HttpConfigTest.EXPECTED,
              true),
          new StoresConfig(
              new StoresConfig.External(
                  new StoresConfig.Postgres(
                      "jdbc:postgresql://pg:5432/t",
                      "u",
                      new Secret("hunter2"),
                      "jdbc:postgresql://direct:5432/t"),
                  new StoresConfig.Redis(new Secret("rediss://:hunter2@r:6380/1")),
                  new StoresConfig.Qdrant(
                      "q", 7_000, true, new Secret("hunter2"), new StoresConfig.Cluster(6, 3, 2))),
              StoresConfig.QueueKeeper.POSTGRES,
              11,
              new StoresConfig.Reads(4, Duration.ofSeconds(3)),
              "mine",
              new QdrantChoice.Program(Path.of("/opt/qdrant")),
              new EnginePlace.Apart(256L << 20)),
          new LlmConfig(
              "openai",
              LlmConfig.Provider.OPENAI,
              "http://llm/v1",
              "m",
              List.of("n", "org/o"),
              new Secret("hunter2"),
              Duration.ofSeconds(5),
              Optional.of(3),
              Optional.of(30),
              Optional.of(600L),
              Optional.of(1_000_000L),
              Duration.ofMinutes(1),
              Duration.ofMillis(20)),
          List.of(),
          new MoneyConfig(
              new Prices(
                  "mine",
                  "EUR",
                  List.of(
                      new Price(
                          "m",
                          "openai",
                          LocalDate.of(2026, 11, 1),
                          1_500_000,
                          150_000,
                          1_875_000,
                          2_000_001)))),
          new EmbeddingConfig(
              EmbeddingConfig.Provider.OPENAI,
              "http://emb/v1",
              "e",
              new Secret("hunter2"),
              Optional.of(3_072),
              32,
              "query: ",
              "passage: ",
              Duration.ofSeconds(7)),
          new DocumentsConfig(2, Duration.ofSeconds(9), 1L << 30),
          new WorkConfig(
              500,
              5,
              Duration.ofSeconds(30),
              4,
              Duration.ofHours(1),
              9,
              Duration.ofMillis(10),
              Duration.ofHours(2),
              Duration.ofSeconds(20)),
          new ReconcilerConfig(
              Duration.ofSeconds(2),
              Duration.ofSeconds(3),
              Duration.ofHours(4),
              Duration.ofHours(2),
              0.25,
              77,
              Duration.ofSeconds(90),
              Optional.of(Duration.ofDays(30)),
              Optional.of(Duration.ofDays(7)),
              Optional.of(Duration.ofDays(60)),
              Duration.ofDays(90),
              Duration.ofMinutes(10)),
          new LogConfig(
              LogConfig.Format.JSON,
              Optional.of(LogConfig.Threshold.DEBUG),
              Set.of(new Secret("0123456789abcdef"), new Secret("hunter2"))));
}

package dev.tercet.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.QdrantChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TercetConfigTest {
  /** Every key with a value that is not its default. */
  private static final Map<String, String> ALL =
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
              Map.entry("tercet.stop-timeout", "20s"),
              Map.entry("tercet.drain", "5s"),
              Map.entry("tercet.http.max-requests", "7"),
              Map.entry("tercet.http.max-waiting", "8"),
              Map.entry("tercet.http.max-connections", "9"),
              Map.entry("tercet.http.max-in-flight", "1GiB"),
              Map.entry("tercet.http.max-spool", "2GiB"),
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
              Map.entry("tercet.llm.api-key", "hunter2"),
              Map.entry("tercet.llm.timeout", "5s"),
              Map.entry("tercet.llm.concurrency", "3"),
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
              Map.entry("tercet.worker.lease", "30s"),
              Map.entry("tercet.worker.max-crashes", "4"),
              Map.entry("tercet.worker.attempt-timeout", "1h"),
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

  private static final TercetConfig EXPECTED =
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
              11,
              new StoresConfig.Reads(4, Duration.ofSeconds(3)),
              "mine",
              new QdrantChoice.Program(Path.of("/opt/qdrant"))),
          new LlmConfig(
              LlmConfig.Provider.OPENAI,
              "http://llm/v1",
              "m",
              new Secret("hunter2"),
              Duration.ofSeconds(5),
              Optional.of(3),
              Optional.of(600L),
              Optional.of(1_000_000L),
              Duration.ofMinutes(1),
              Duration.ofMillis(20)),
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
              Duration.ofHours(2)),
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

  @TempDir private Path folder = Path.of("unset");

  @Test
  void hasDefaultsThatNeedNothing() {
    TercetConfig config = TercetConfig.of(Settings.defaults());

    assertThat(config.stores())
        .isEqualTo(
            new StoresConfig(
                null,
                10,
                new StoresConfig.Reads(3, Duration.ofSeconds(5)),
                "tercet",
                new QdrantChoice.Auto()));
    assertThat(config.server().host()).isEqualTo("127.0.0.1");
    assertThat(config.server().port()).isEqualTo(8_080);
    assertThat(config.server().roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(config.server().adminKey()).isNull();
    assertThat(config.llm().provider()).isEqualTo(LlmConfig.Provider.RULES);
    assertThat(config.llm().concurrency()).isEmpty();
    assertThat(config.llm().burst()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.embedding().provider()).isEqualTo(EmbeddingConfig.Provider.MINILM);
    assertThat(config.work().maxPassageCharacters()).isEqualTo(1_000);
    assertThat(config.work().maxCrashes()).isEqualTo(3);
    assertThat(config.reconciler().abortRatio()).isEqualTo(0.5);
    assertThat(config.reconciler().keepDone()).isEmpty();
  }

  @Test
  void readsEveryKeyFromVariables() {
    Map<String, String> environment = new TreeMap<>();
    ALL.forEach((key, value) -> environment.put(Settings.variable(key), value));

    assertThat(ALL.keySet()).containsExactlyInAnyOrderElementsOf(Settings.defaults().keys());
    assertThat(TercetConfig.of(Settings.defaults().withEnvironment(environment, Assertions::fail)))
        .isEqualTo(EXPECTED);
  }

  @Test
  void readsEveryKeyFromAFile() throws IOException {
    var text = new StringBuilder();
    ALL.forEach((key, value) -> text.append(key).append(": \"").append(value).append("\"\n"));

    assertThat(TercetConfig.of(Settings.defaults().withFile(file(text.toString()))))
        .isEqualTo(EXPECTED);
  }

  @Test
  void readsEveryKeyFromFlags() {
    Settings settings = Settings.defaults();
    for (Map.Entry<String, String> entry : ALL.entrySet()) {
      settings = settings.withFlag("--set", entry.getKey(), entry.getValue());
    }

    assertThat(TercetConfig.of(settings)).isEqualTo(EXPECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "tercet.port, 65536",
    "tercet.port, many",
    "tercet.roles, 'api,cook'",
    "tercet.stop-timeout, 5",
    "tercet.stop-timeout, 5 lightyears",
    "tercet.stop-timeout, 0s",
    "tercet.metrics.open, yes",
    "tercet.http.max-in-flight, 1KiB",
    "tercet.llm.provider, Rules",
    "tercet.log.format, xml",
    "tercet.log.level, loud",
    "tercet.http.max-waiting, -1",
    "tercet.llm.base-url, ftp://x",
    "tercet.worker.max-crashes, 2",
    "tercet.reconciler.abort-ratio, 0",
    "tercet.reconciler.abort-ratio, 1.1",
    "tercet.retry.max-delay, 10ms",
    "tercet.qdrant.collection, a b",
    "tercet.admin-key, abc",
    "tercet.embedding.dimension, 8193",
    "tercet.embedding.batch, 0",
    "tercet.embedding.batch, 2049"
  })
  void namesTheKeyThatIsInvalid(String key, String value) {
    Settings settings = Settings.defaults().withFlag("--set", key, value);

    assertThatThrownBy(() -> TercetConfig.of(settings))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(key, "--set")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true, abcd, true",
    "localhost, true, abcd, true",
    "::1, true, abcd, true",
    "127.0.0.1, true, abc, false",
    "127.0.0.1, false, 0123456789abcde, false",
    "127.0.0.1, false, 0123456789abcdef, true",
    "127.0.0.1.example.com, true, abcd, false",
    "0.0.0.0, true, 0123456789abcde, false",
    "0.0.0.0, false, 0123456789abcdef, true"
  })
  void wantsALongKeyUnlessAskedOtherwiseOnLoopback(
      String host, String insecure, String key, boolean enough) {
    Settings settings =
        Settings.defaults()
            .withFlag("--set", "tercet.host", host)
            .withFlag("--set", "tercet.insecure-key", insecure)
            .withFlag("--set", "tercet.admin-key", key);

    if (enough) {
      assertThat(TercetConfig.of(settings).server().host()).isEqualTo(host);
    } else {
      assertThatThrownBy(() -> TercetConfig.of(settings))
          .isInstanceOf(ConfigException.class)
          .message()
          .contains("tercet.admin-key", "to 200 characters");
    }
  }

  @Test
  void refusesAddressesThatAreSetInPart() {
    Settings settings =
        Settings.defaults()
            .withFlag("--set", "tercet.postgres.url", "jdbc:postgresql://pg/t")
            .withFlag("--set", "tercet.qdrant.port", "6334");

    assertThatThrownBy(() -> TercetConfig.of(settings))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains("missing: tercet.redis.url, tercet.qdrant.host");
  }

  @Test
  void letsTheModeBeatAddresses() {
    Settings partly = Settings.defaults().withFlag("--set", "tercet.redis.url", "redis://r");
    Settings embedded = partly.withFlag("--embedded", "tercet.mode", "embedded");
    Settings external = Settings.defaults().withFlag("--external", "tercet.mode", "external");

    assertThat(TercetConfig.of(embedded).stores().external()).isNull();
    assertThatThrownBy(() -> TercetConfig.of(external))
        .message()
        .contains("tercet.postgres.url, tercet.redis.url, tercet.qdrant.host");
  }

  @Test
  void givesAnOpenAiProviderEightCallsAtOnce() {
    Settings settings =
        Settings.defaults()
            .withFlag("--set", "tercet.llm.provider", "openai")
            .withFlag("--set", "tercet.llm.base-url", "http://llm/v1")
            .withFlag("--set", "tercet.llm.model", "m");

    assertThat(TercetConfig.of(settings).llm().concurrency()).contains(8);
    assertThatThrownBy(() -> TercetConfig.of(settings.withFlag("--set", "tercet.llm.model", "")))
        .hasMessage("tercet.llm.model must be set");
  }

  @Test
  void keepsSecretsOutOfItsText() {
    assertThat(EXPECTED.toString()).doesNotContain("hunter2").doesNotContain("0123456789abcdef");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("tercet.yml"), text);
  }
}

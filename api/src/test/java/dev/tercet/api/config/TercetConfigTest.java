package dev.tercet.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TercetConfigTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void hasDefaultsThatNeedNothing() {
    TercetConfig config = TercetConfig.of(Settings.defaults());

    assertThat(config.stores())
        .isEqualTo(
            new StoresConfig(
                null,
                StoresConfig.QueueKeeper.REDIS,
                10,
                new StoresConfig.Reads(3, Duration.ofSeconds(5)),
                "tercet",
                new QdrantChoice.Auto(),
                new EnginePlace.Inside()));
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
    EverySetting.VALUES.forEach((key, value) -> environment.put(Settings.variable(key), value));

    assertThat(EverySetting.VALUES.keySet())
        .containsExactlyInAnyOrderElementsOf(Settings.defaults().keys());
    assertThat(TercetConfig.of(Settings.defaults().withEnvironment(environment, Assertions::fail)))
        .isEqualTo(EverySetting.CONFIG);
  }

  @Test
  void readsEveryKeyFromAFile() throws IOException {
    var text = new StringBuilder();
    EverySetting.VALUES.forEach(
        (key, value) -> text.append(key).append(": \"").append(value).append("\"\n"));

    assertThat(TercetConfig.of(Settings.defaults().withFile(file(text.toString()))))
        .isEqualTo(EverySetting.CONFIG);
  }

  @Test
  void readsEveryKeyFromFlags() {
    Settings settings = Settings.defaults();
    for (Map.Entry<String, String> entry : EverySetting.VALUES.entrySet()) {
      settings = settings.withFlag("--set", entry.getKey(), entry.getValue());
    }

    assertThat(TercetConfig.of(settings)).isEqualTo(EverySetting.CONFIG);
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
    "tercet.llm.concurrency-max, 0",
    "tercet.llm.concurrency-max, 10001",
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
  void needsNoRedisWhenPostgresKeepsTheQueues() {
    Settings settings =
        Settings.defaults()
            .withFlag("--set", "tercet.queue", "postgres")
            .withFlag("--set", "tercet.postgres.url", "jdbc:postgresql://pg/t")
            .withFlag("--set", "tercet.qdrant.host", "q");
    StoresConfig stores = TercetConfig.of(settings).stores();

    assertThat(stores.queue()).isEqualTo(StoresConfig.QueueKeeper.POSTGRES);
    assertThat(Objects.requireNonNull(stores.external()).redis()).isNull();
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
    assertThat(TercetConfig.of(settings).llm().concurrencyMax()).contains(256);
    Settings many = settings.withFlag("--set", "tercet.llm.concurrency", "300");
    assertThat(TercetConfig.of(many).llm().concurrencyMax()).contains(300);
    assertThatThrownBy(
            () -> TercetConfig.of(settings.withFlag("--set", "tercet.llm.concurrency-max", "7")))
        .hasMessageContaining("tercet.llm.concurrency-max");
    assertThatThrownBy(() -> TercetConfig.of(settings.withFlag("--set", "tercet.llm.model", "")))
        .hasMessage("tercet.llm.model must be set");
  }

  @Test
  void worksOnMoreAtOnceWhereNoModelIsWaitedFor() {
    Settings local = Settings.defaults().withFlag("--set", "tercet.embedding.provider", "hash");
    Settings echo = local.withFlag("--set", "tercet.llm.provider", "echo");

    assertThat(TercetConfig.of(Settings.defaults()).work().concurrency()).isEqualTo(256);
    int most = WorkConfig.concurrencyOfNoModel(Runtime.getRuntime().maxMemory());
    assertThat(most).isGreaterThan(256);
    assertThat(TercetConfig.of(local).work().concurrency()).isEqualTo(most);
    assertThat(TercetConfig.of(echo).work().concurrency()).isEqualTo(most);
    assertThat(WorkConfig.concurrencyOfNoModel(128L << 20)).isEqualTo(256);
    assertThat(WorkConfig.concurrencyOfNoModel(512L << 20)).isEqualTo(512);
    assertThat(WorkConfig.concurrencyOfNoModel(64L << 30)).isEqualTo(1_000);
    for (String waits :
        List.of(
            "tercet.llm.echo.latency=1ms",
            "tercet.llm.requests-per-minute=600",
            "tercet.llm.tokens-per-minute=1000")) {
      String[] keyAndValue = waits.split("=", -1);
      Settings slow = echo.withFlag("--set", keyAndValue[0], keyAndValue[1]);

      assertThat(TercetConfig.of(slow).work().concurrency()).as(waits).isEqualTo(256);
    }
  }

  @Test
  void keepsSecretsOutOfItsText() {
    assertThat(EverySetting.CONFIG.toString())
        .doesNotContain("hunter2")
        .doesNotContain("0123456789abcdef");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("tercet.yml"), text);
  }
}

package dev.tercet.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderSettingsTest {
  private static final String FILE =
      """
      tercet:
        llm:
          providers:
            near:
              type: openai
              base-url: http://near/v1
              model: small
              models: large,org/largest
              api-key: hunter2
              timeout: 5s
              concurrency: 3
              concurrency-max: 30
              requests-per-minute: 600
              tokens-per-minute: 1000
              burst: 1m
              echo:
                latency: 20ms
            slow-echo: {type: echo}
      """;

  @TempDir Path folder;

  @Test
  void readsEveryKeyOfEachProviderAndTheUsualDefaults() throws IOException {
    List<LlmConfig> providers = TercetConfig.of(withFile(FILE)).providers();

    assertThat(providers)
        .containsExactly(
            new LlmConfig(
                "near",
                LlmConfig.Provider.OPENAI,
                "http://near/v1",
                "small",
                List.of("large", "org/largest"),
                new Secret("hunter2"),
                Duration.ofSeconds(5),
                Optional.of(3),
                Optional.of(30),
                Optional.of(600L),
                Optional.of(1_000L),
                Duration.ofMinutes(1),
                Duration.ofMillis(20)),
            new LlmConfig(
                "slow-echo",
                LlmConfig.Provider.ECHO,
                null,
                null,
                List.of(),
                null,
                Duration.ofSeconds(60),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ZERO));
    assertThat(providers.toString()).doesNotContain("hunter2");
  }

  @Test
  void readsAProviderFromVariablesAndOverAFile() throws IOException {
    Map<String, String> environment =
        Map.of(
            "TERCET_LLM_PROVIDERS_NEAR_API_KEY", "other",
            "TERCET_LLM_PROVIDERS_FAR_AWAY_TYPE", "openai",
            "TERCET_LLM_PROVIDERS_FAR_AWAY_BASE_URL", "http://far/v1",
            "TERCET_LLM_PROVIDERS_FAR_AWAY_MODEL", "m",
            "TERCET_LLM_PROVIDERS_FAR_AWAY_CONCURRENCY_MAX", "9");

    TercetConfig config =
        TercetConfig.of(withFile(FILE).withEnvironment(environment, Assertions::fail));

    assertThat(config.providers())
        .extracting(LlmConfig::name)
        .containsExactly("far-away", "near", "slow-echo");
    assertThat(config.providers().getFirst().concurrencyMax()).contains(9);
    assertThat(config.providers().get(1).apiKey()).isEqualTo(new Secret("other"));
    assertThat(config.longestCall()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void warnsOfAVariableThatIsNoProvidersKey() {
    List<String> warnings = new ArrayList<>();

    Settings settings =
        Settings.defaults()
            .withEnvironment(
                Map.of(
                    "TERCET_LLM_PROVIDERS_NEAR_COLOUR",
                    "red",
                    "TERCET_LLM_PROVIDERS_FAR_API_KEY",
                    ""),
                warnings::add);

    assertThat(TercetConfig.of(settings).providers()).as("an empty one makes none").isEmpty();
    assertThat(warnings).singleElement().asString().contains("TERCET_LLM_PROVIDERS_NEAR_COLOUR");
  }

  @Test
  void waitsForModelsWhenAnyProviderIsWaitedFor() {
    Settings local =
        Settings.defaults()
            .withFlag("--set", "tercet.embedding.provider", "hash")
            .withFlag("--set", "tercet.llm.providers.other.type", "echo");

    assertThat(TercetConfig.of(local).work().concurrency()).isGreaterThan(256);
    assertThat(
            TercetConfig.of(
                    local.withFlag("--set", "tercet.llm.providers.other.echo.latency", "1s"))
                .work()
                .concurrency())
        .isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({
    "'near: {type: openai, model: m}', tercet.llm.providers.near.base-url must be set",
    "'near: {type: openai, base-url: \"http://a/v1\"}', tercet.llm.providers.near.model must be set",
    "'near: {base-url: \"http://a/v1\", model: m}', tercet.llm.providers.near.type must be set",
    "'near: {type: rules, burst: 1h}', tercet.llm.providers.near.burst",
    "'near: {type: soothsayer}', tercet.llm.providers.near.type",
    "'near: {type: rules, colour: red}', unknown key tercet.llm.providers.near.colour",
    "'Near: {type: rules}', unknown key tercet.llm.providers.Near.type",
    "'rules: {type: rules}', tercet.llm.providers.rules.type names",
    "'openai-embeddings: {type: rules}', tercet.llm.providers.openai-embeddings.type names",
    "'near: {type: rules, api-key: \"hunter2\u2603\"}', tercet.llm.providers.near.api-key",
    "'near: {type: rules, models: \"a,,b\"}', tercet.llm.providers.near.models",
    "'near: {type: rules}, near: {type: echo}', duplicate key near",
    "'', unknown key tercet.llm.providers"
  })
  void stopsTheStartWithOneLineThatNamesTheKey(String providers, String line) {
    assertThatThrownBy(() ->
            TercetConfig.of(
                withFile(
                    "tercet: {llm: {providers: "
                        + (providers.isEmpty() ? "" : "{" + providers + "}")
                        + "}}")))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(line)
        .doesNotContain("\n", "hunter2");
  }

  private Settings withFile(String text) throws IOException {
    return Settings.defaults().withFile(Files.writeString(folder.resolve("tercet.yml"), text));
  }
}

package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.config.LlmConfig;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.time.Clocks;
import dev.tercet.testkit.SettableClock;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderCatalogueTest {
  private static final String NOWHERE = "http://127.0.0.1:9/v1";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SettableClock clock = new SettableClock();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ProviderCatalogue catalogue = new ProviderCatalogue(http, new Clocks(clock, clock));

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(LlmConfig.Provider.class)
  void makesEveryExtractorUnderItsNameAndKnowsWhichAreAskedOverTheNetwork(
      LlmConfig.Provider provider) {
    Extractor extractor =
        catalogue.extractor(
            new LlmConfig(
                provider.label(),
                provider,
                NOWHERE,
                "model",
                List.of(),
                null,
                SECOND,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SECOND,
                Duration.ZERO),
            "model",
            ProviderRates.unlimited());

    assertThat(extractor.provider()).isEqualTo(provider.label());
    assertThat(extractor.isLocal()).isEqualTo(!provider.isRemote());
  }

  @ParameterizedTest
  @EnumSource(EmbeddingConfig.Provider.class)
  void findsEveryEmbedderAgainByTheModelOfItsPassages(EmbeddingConfig.Provider provider) {
    var config =
        new EmbeddingConfig(provider, NOWHERE, "model", null, Optional.of(64), 64, "", "", SECOND);
    try (Embedder made = catalogue.embedder(config);
        Embedder former =
            catalogue.embedderOf(config, made.model(), made.dimension()).orElseThrow()) {
      assertThat(former).hasSameClassAs(made);
      assertThat(former.model()).isEqualTo(made.model());
      assertThat(former.dimension()).isEqualTo(made.dimension());
    }
  }
}

package dev.tercet.api.wiring;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.config.LlmConfig;
import dev.tercet.api.config.Secret;
import dev.tercet.api.providers.Providers;
import dev.tercet.api.providers.Providers.KnownProvider;
import dev.tercet.api.providers.Providers.Limits;
import dev.tercet.pipeline.provider.Concurrency;
import dev.tercet.pipeline.provider.EchoProvider;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.MiniLmEmbedder;
import dev.tercet.pipeline.provider.NetworkBreaker;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.pipeline.provider.anthropic.AnthropicExtractor;
import dev.tercet.pipeline.provider.embedding.EmbeddingInputs;
import dev.tercet.pipeline.provider.embedding.EmbeddingLanes;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.http.HttpExtractor;
import dev.tercet.pipeline.provider.openai.OpenAiEmbedder;
import dev.tercet.pipeline.provider.openai.OpenAiExtractor;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.time.Clocks;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every provider there is and how it is made. A new one is named in {@link LlmConfig} or {@link
 * EmbeddingConfig}, and then this does not compile until it stands in each {@code switch} here.
 */
final class ProviderCatalogue {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(5);
  private static final int EMBEDDING_CALLS = 4;
  private static final int QUERY_CALLS = 16;
  private static final int MOST_EMBEDDING_THREADS = 4;

  private final HttpClient http;
  private final Clocks clocks;
  private final List<KnownProvider> made = new ArrayList<>();

  ProviderCatalogue(HttpClient http, Clocks clocks) {
    this.http = http;
    this.clocks = clocks;
  }

  /**
   * The rates of who extracts.
   *
   * @param callRates where they are kept
   */
  ProviderRates rates(LlmConfig llm, CallRates callRates) {
    return new ProviderRates(
        callRates,
        new Rates(
            llm.name(),
            llm.requestsPerMinute().orElse(null),
            llm.tokensPerMinute().orElse(null),
            llm.burst()));
  }

  /**
   * Who extracts.
   *
   * @param model one of the provider's; null for a provider without models
   * @param rates are told what the provider says is left of its limits
   */
  Extractor extractor(LlmConfig llm, @Nullable String model, ProviderRates rates) {
    return switch (llm.provider()) {
      case RULES -> new RulesProvider();
      case ECHO -> new EchoProvider(llm.echoLatency());
      case OPENAI ->
          new OpenAiExtractor(
              endpoint(llm.baseUrl(), model, llm.apiKey(), llm.timeout()),
              http,
              clocks.wall(),
              rates::heard);
      case ANTHROPIC ->
          new AnthropicExtractor(
              endpoint(llm.baseUrl(), model, llm.apiKey(), llm.timeout()),
              http,
              clocks.wall(),
              rates::heard);
      case HTTP ->
          new HttpExtractor(
              String.valueOf(llm.baseUrl()),
              endpoint(llm.baseUrl(), model, llm.apiKey(), llm.timeout()),
              http,
              clocks.wall(),
              rates::heard);
    };
  }

  /**
   * What stands before the extractor.
   *
   * @param unlimited calls at once, when the provider has no limit of its own
   */
  ProviderGate gate(LlmConfig llm, int unlimited, ProviderRates rates) {
    InstantSource steady = clocks.steady();
    var breaker = llm.provider().isRemote() ? NetworkBreaker.of(llm.name(), steady) : null;
    Concurrency concurrency = concurrency(llm, unlimited);
    var health = new ProviderHealth(llm.name(), steady);
    var gate = new ProviderGate(concurrency, PATIENCE, rates, breaker, health);
    made.add(
        new KnownProvider(
            health,
            digest(llm.baseUrl(), llm.model(), llm.apiKey()),
            llm.choices(),
            new Limits(
                llm.concurrency().orElse(unlimited),
                llm.concurrencyMax(),
                llm.requestsPerMinute(),
                llm.tokensPerMinute()),
            gate::concurrencyLimit));
    return gate;
  }

  /** What is computed here takes as long as it takes: there is nothing to learn from that. */
  private static Concurrency concurrency(LlmConfig llm, int unlimited) {
    int start = llm.concurrency().orElse(unlimited);
    return llm.provider().isRemote()
        ? new Concurrency.Adaptive(start, llm.concurrencyMax().orElse(start))
        : new Concurrency.Fixed(start);
  }

  /** The providers that were made here so far. */
  Providers providers() {
    return new Providers(made);
  }

  /** Only by this is known whether they are other settings; no key can be read from it. */
  private static byte[] digest(
      @Nullable String baseUrl, @Nullable String model, @Nullable Secret key) {
    String settings = baseUrl + "\n" + model + "\n" + (key == null ? "" : key.value());
    return Fingerprint.of(settings).bytes();
  }

  /** Who embeds. */
  Embedder embedder(EmbeddingConfig embedding) {
    return switch (embedding.provider()) {
      case MINILM ->
          new MiniLmEmbedder(
              Math.min(MOST_EMBEDDING_THREADS, Runtime.getRuntime().availableProcessors()));
      case HASH -> new HashEmbedder(embedding.dimension().orElse(HashEmbedder.DEFAULT_DIMENSION));
      case OPENAI ->
          openAiEmbedder(embedding, embedding.model(), embedding.dimension().orElseThrow());
    };
  }

  /** Who embeds by a model that need not be the configured one; empty when nobody does. */
  Optional<Embedder> embedderOf(EmbeddingConfig embedding, String model, int dimension) {
    return Arrays.stream(EmbeddingConfig.Provider.values())
        .map(it -> embedderOf(it, embedding, model, dimension))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Embedder> embedderOf(
      EmbeddingConfig.Provider provider, EmbeddingConfig embedding, String model, int dimension) {
    return switch (provider) {
      case MINILM ->
          model.equals(MiniLmEmbedder.MODEL)
              ? Optional.of(new MiniLmEmbedder(1))
              : Optional.empty();
      case HASH -> {
        var hash = new HashEmbedder(Math.max(8, dimension));
        yield model.equals(hash.model()) || model.equals(HashEmbedder.MODEL)
            ? Optional.of(hash)
            : Optional.empty();
      }
      case OPENAI ->
          embedding.baseUrl() == null
              ? Optional.empty()
              : Optional.of(openAiEmbedder(embedding, providersName(model, dimension), dimension));
    };
  }

  /** The provider does not know our suffix that tells dimensions apart. */
  private static String providersName(String model, int dimension) {
    String suffix = "-" + dimension;
    return model.endsWith(suffix) ? model.substring(0, model.length() - suffix.length()) : model;
  }

  private Embedder openAiEmbedder(
      EmbeddingConfig embedding, @Nullable String model, int dimension) {
    return new OpenAiEmbedder(
        endpoint(embedding.baseUrl(), model, embedding.apiKey(), embedding.timeout()),
        new EmbeddingInputs(dimension, embedding.batch()),
        new EmbeddingLanes.Gates(passageGate(embedding, model), queryGate()),
        http,
        clocks.wall());
  }

  private ProviderGate passageGate(EmbeddingConfig embedding, @Nullable String model) {
    var health = new ProviderHealth("openai-embeddings", clocks.steady());
    ProviderGate gate = embeddingGate(health, EMBEDDING_CALLS, PATIENCE);
    made.add(
        new KnownProvider(
            health,
            digest(embedding.baseUrl(), model, embedding.apiKey()),
            List.of(),
            new Limits(EMBEDDING_CALLS, Optional.empty(), Optional.empty(), Optional.empty()),
            gate::concurrencyLimit));
    return gate;
  }

  /** Somebody waits for the answer, whatever the last one met. */
  private ProviderGate queryGate() {
    return embeddingGate(
        ProviderHealth.ofQueries("openai-queries", clocks.steady()), QUERY_CALLS, QUERY_PATIENCE);
  }

  private ProviderGate embeddingGate(ProviderHealth health, int calls, Duration patience) {
    InstantSource steady = clocks.steady();
    return new ProviderGate(
        calls,
        patience,
        ProviderRates.unlimited(),
        NetworkBreaker.of(health.name(), steady),
        health);
  }

  private static EndpointSettings endpoint(
      @Nullable String baseUrl, @Nullable String model, @Nullable Secret key, Duration timeout) {
    if (baseUrl == null || model == null) {
      throw new IllegalStateException("the configuration asks for both");
    }
    return new EndpointSettings(baseUrl, model, key == null ? null : key.value(), timeout);
  }
}

package dev.tercet.api.wiring;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.config.LlmConfig;
import dev.tercet.api.config.Secret;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.pipeline.provider.EchoProvider;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.MiniLmEmbedder;
import dev.tercet.pipeline.provider.NetworkBreaker;
import dev.tercet.pipeline.provider.PrefixedEmbedder;
import dev.tercet.pipeline.provider.PrefixedEmbedder.Prefixes;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.pipeline.provider.openai.OpenAiEmbedder;
import dev.tercet.pipeline.provider.openai.OpenAiExtractor;
import dev.tercet.pipeline.provider.openai.OpenAiSettings;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.time.Clocks;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who extracts and who embeds, as configured.
 *
 * @param embedding the configuration, from which embedders of other models are made, too
 */
record Models(
    Extractor extractor,
    ProviderGate gate,
    Embedder embedder,
    EmbeddingConfig embedding,
    HttpClient http,
    Clocks clocks)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Models.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(5);
  private static final int EMBEDDING_CALLS = 4;
  private static final int QUERY_CALLS = 16;
  private static final int MOST_EMBEDDING_THREADS = 4;

  static Models of(TercetConfig config, Clocks clocks) {
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    return new Models(
        extractor(config.llm(), http, clocks.wall()),
        gate(config.llm(), config.work().concurrency(), clocks.steady()),
        embedder(config.embedding(), http, clocks),
        config.embedding(),
        http,
        clocks);
  }

  private static Extractor extractor(LlmConfig llm, HttpClient http, InstantSource wall) {
    return switch (llm.provider()) {
      case RULES -> new RulesProvider();
      case ECHO -> new EchoProvider(llm.echoLatency());
      case OPENAI ->
          new OpenAiExtractor(
              settings(llm.baseUrl(), llm.model(), llm.apiKey(), llm.timeout()), http, wall);
    };
  }

  /** Without a limit of its own a provider gets as many calls as there are extractions at once. */
  private static ProviderGate gate(LlmConfig llm, int unlimited, InstantSource steady) {
    var rates =
        new ProviderRates(
            llm.requestsPerMinute().orElse(null),
            llm.tokensPerMinute().orElse(null),
            llm.burst(),
            steady);
    var breaker =
        llm.provider() == LlmConfig.Provider.OPENAI ? NetworkBreaker.of("openai", steady) : null;
    return new ProviderGate(llm.concurrency().orElse(unlimited), PATIENCE, rates, breaker, steady);
  }

  private static Embedder embedder(EmbeddingConfig embedding, HttpClient http, Clocks clocks) {
    Embedder plain =
        switch (embedding.provider()) {
          case MINILM ->
              new MiniLmEmbedder(
                  Math.min(MOST_EMBEDDING_THREADS, Runtime.getRuntime().availableProcessors()));
          case HASH ->
              new HashEmbedder(embedding.dimension().orElse(HashEmbedder.DEFAULT_DIMENSION));
          case OPENAI ->
              openai(
                  embedding, embedding.model(), embedding.dimension().orElseThrow(), http, clocks);
        };
    return PrefixedEmbedder.of(
        plain, new Prefixes(embedding.queryPrefix(), embedding.passagePrefix()));
  }

  /**
   * Who embeds queries for a collection of any model; empty when nobody does. Queries have no
   * prefix of their own with a model that is another one; the prefix of its passages plays no part
   * in them.
   */
  Optional<Embedder> embedderOf(CollectionRecord collection) {
    String model = PrefixedEmbedder.unprefixed(collection.model());
    int dimension = collection.dimension();
    if (model.equals(PrefixedEmbedder.unprefixed(embedder.model()))) {
      return Optional.of(embedder);
    }
    if (model.equals(MiniLmEmbedder.MODEL)) {
      return Optional.of(new MiniLmEmbedder(1));
    }
    var hash = new HashEmbedder(Math.max(8, dimension));
    if (model.equals(hash.model()) || model.equals(HashEmbedder.MODEL)) {
      return Optional.of(hash);
    }
    if (embedding.baseUrl() != null) {
      String named = providersName(model, dimension);
      return Optional.of(openai(embedding, named, dimension, http, clocks));
    }
    LOG.warn(
        "Passages in {} are not found until they are converted: nobody embeds queries by {}",
        collection.name(),
        collection.model());
    return Optional.empty();
  }

  /** The provider does not know our suffix that tells dimensions apart. */
  private static String providersName(String model, int dimension) {
    String suffix = "-" + dimension;
    return model.endsWith(suffix) ? model.substring(0, model.length() - suffix.length()) : model;
  }

  /** A model of the configured provider, which need not be the configured one. */
  private static Embedder openai(
      EmbeddingConfig embedding,
      @Nullable String model,
      int dimension,
      HttpClient http,
      Clocks clocks) {
    return new OpenAiEmbedder(
        settings(embedding.baseUrl(), model, embedding.apiKey(), embedding.timeout()),
        new OpenAiEmbedder.Inputs(dimension, embedding.batch()),
        new OpenAiEmbedder.Gates(
            embeddingGate("openai-embeddings", EMBEDDING_CALLS, PATIENCE, clocks.steady()),
            embeddingGate("openai-queries", QUERY_CALLS, QUERY_PATIENCE, clocks.steady())),
        http,
        clocks.wall());
  }

  private static ProviderGate embeddingGate(
      String name, int calls, Duration patience, InstantSource steady) {
    return new ProviderGate(
        calls, patience, ProviderRates.unlimited(steady), NetworkBreaker.of(name, steady), steady);
  }

  private static OpenAiSettings settings(
      @Nullable String baseUrl, @Nullable String model, @Nullable Secret key, Duration timeout) {
    if (baseUrl == null || model == null) {
      throw new IllegalStateException("the configuration asks for both");
    }
    return new OpenAiSettings(baseUrl, model, key == null ? null : key.value(), timeout);
  }

  @Override
  public void close() {
    embedder.close();
    http.shutdownNow();
  }
}

package dev.tercet.api.wiring;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.config.LlmConfig;
import dev.tercet.pipeline.provider.EchoProvider;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.Extractor;
import java.time.Duration;
import java.time.InstantSource;

/** Who extracts and who embeds, as configured. */
record Models(Extractor extractor, ProviderGate gate, Embedder embedder) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static Models of(LlmConfig llm, EmbeddingConfig embedding, InstantSource clock) {
    return new Models(extractor(llm), gate(llm, clock), embedder(embedding));
  }

  private static Extractor extractor(LlmConfig llm) {
    return switch (llm.provider()) {
      case RULES -> new RulesProvider();
      case ECHO -> new EchoProvider(llm.echoLatency());
      case OPENAI -> throw new UnsupportedOperationException("openai");
    };
  }

  private static ProviderGate gate(LlmConfig llm, InstantSource clock) {
    return llm.concurrency()
        .map(most -> new ProviderGate(most, PATIENCE, null, clock))
        .orElseGet(() -> ProviderGate.open(clock));
  }

  private static Embedder embedder(EmbeddingConfig embedding) {
    return switch (embedding.provider()) {
      case HASH -> new HashEmbedder(embedding.dimension().orElse(HashEmbedder.DEFAULT_DIMENSION));
      case MINILM, OPENAI -> throw new UnsupportedOperationException("minilm");
    };
  }
}

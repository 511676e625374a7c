package dev.tercet.api.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who turns passages into vectors.
 *
 * @param dimension the length of the vectors; nothing for the provider's own
 * @param batch most inputs of a call
 * @param queryPrefix what stands before every query; empty for nothing
 * @param passagePrefix what stands before every passage; empty for nothing
 * @param timeout of one call
 */
public record EmbeddingConfig(
    Provider provider,
    @Nullable String baseUrl,
    @Nullable String model,
    @Nullable Secret apiKey,
    Optional<Integer> dimension,
    int batch,
    String queryPrefix,
    String passagePrefix,
    Duration timeout) {

  /** The longest vectors: twice what the largest models have. */
  private static final int LONGEST = 8_192;

  private static final int LONGEST_PREFIX = 500;

  /** The embedders there are. */
  public enum Provider {
    MINILM(false),
    HASH(false),
    OPENAI(true);

    private final boolean remote;

    Provider(boolean remote) {
      this.remote = remote;
    }

    /**
     * Whether it is asked over the network: it needs an address and a model, and calls to it are
     * broken off while it is away.
     */
    public boolean isRemote() {
      return remote;
    }
  }

  /** Whether a vector takes longer than the stores take for a document. */
  boolean isWaitedFor() {
    return provider != Provider.HASH;
  }

  static EmbeddingConfig of(Values values) {
    Provider provider = values.choice("tercet.embedding.provider", Provider.class);
    String own = values.address("tercet.embedding.base-url", "http://", "https://");
    Secret ownKey = values.headerSecret("tercet.embedding.api-key");
    boolean isShared =
        values.choice("tercet.llm.provider", LlmConfig.Provider.class).embedsAtItsAddress();
    String shared = isShared ? values.text("tercet.llm.base-url") : null;
    Optional<Long> dimension = values.optionalInteger("tercet.embedding.dimension", 8, LONGEST);
    if (provider.isRemote()) {
      values.required("tercet.embedding.model");
      values.required("tercet.embedding.dimension");
      values.required(
          own == null && isShared ? "tercet.llm.base-url" : "tercet.embedding.base-url");
    }
    return new EmbeddingConfig(
        provider,
        own == null ? shared : own,
        values.text("tercet.embedding.model"),
        ownKey == null && isShared ? values.headerSecret("tercet.llm.api-key") : ownKey,
        dimension.map(Long::intValue),
        (int) values.integer("tercet.embedding.batch", 1, 2_048),
        values.words("tercet.embedding.query-prefix", LONGEST_PREFIX),
        values.words("tercet.embedding.passage-prefix", LONGEST_PREFIX),
        values.duration("tercet.embedding.timeout", "100ms", "10m"));
  }
}

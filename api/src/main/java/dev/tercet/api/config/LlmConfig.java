package dev.tercet.api.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who extracts.
 *
 * @param timeout of one call
 * @param concurrency calls at once, or nothing for as many as there is work; for a remote provider
 *     those with which it begins
 * @param concurrencyMax most calls at once that a remote provider may come to
 * @param burst how much of a rate may be used at once
 * @param echoLatency how long {@code echo} pretends to think
 */
public record LlmConfig(
    Provider provider,
    @Nullable String baseUrl,
    @Nullable String model,
    @Nullable Secret apiKey,
    Duration timeout,
    Optional<Integer> concurrency,
    Optional<Integer> concurrencyMax,
    Optional<Long> requestsPerMinute,
    Optional<Long> tokensPerMinute,
    Duration burst,
    Duration echoLatency) {

  private static final int REMOTE_CONCURRENCY = 8;
  private static final int REMOTE_CONCURRENCY_MAX = 256;

  private static final int MOST_CALLS = 10_000;

  /** The extractors there are. */
  public enum Provider {
    RULES(false),
    ECHO(false),
    OPENAI(true);

    private final boolean remote;

    Provider(boolean remote) {
      this.remote = remote;
    }

    /**
     * Whether it is asked over the network: it needs an address and a model, and calls to it are
     * limited and broken off while it is away.
     */
    public boolean isRemote() {
      return remote;
    }
  }

  /** Whether an answer takes time in which nothing is computed here, or that a rate bounds. */
  boolean isWaitedFor() {
    return provider.isRemote()
        || echoLatency.isPositive()
        || requestsPerMinute.isPresent()
        || tokensPerMinute.isPresent();
  }

  static LlmConfig of(Values values) {
    Provider provider = values.choice("tercet.llm.provider", Provider.class);
    String baseUrl = values.address("tercet.llm.base-url", "http://", "https://");
    String model = values.text("tercet.llm.model");
    if (provider.isRemote()) {
      values.required("tercet.llm.base-url");
      values.required("tercet.llm.model");
    }
    Optional<Integer> concurrency =
        values.optionalInteger("tercet.llm.concurrency", 1, MOST_CALLS).map(Long::intValue);
    int start = concurrency.orElse(provider.isRemote() ? REMOTE_CONCURRENCY : 1);
    Optional<Integer> concurrencyMax =
        values.optionalInteger("tercet.llm.concurrency-max", start, MOST_CALLS).map(Long::intValue);
    return new LlmConfig(
        provider,
        baseUrl,
        model,
        values.secret("tercet.llm.api-key"),
        values.duration("tercet.llm.timeout", "100ms", "1h"),
        provider.isRemote() ? Optional.of(start) : concurrency,
        provider.isRemote()
            ? concurrencyMax.or(() -> Optional.of(Math.max(start, REMOTE_CONCURRENCY_MAX)))
            : concurrencyMax,
        values.optionalInteger("tercet.llm.requests-per-minute", 1, 1_000_000_000),
        values.optionalInteger("tercet.llm.tokens-per-minute", 1, 1_000_000_000_000L),
        values.duration("tercet.llm.burst", "100ms", "10m"),
        values.duration("tercet.llm.echo.latency", "0ms", "10m"));
  }
}

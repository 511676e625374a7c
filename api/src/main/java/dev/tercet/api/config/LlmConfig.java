package dev.tercet.api.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who extracts.
 *
 * @param name the provider's, by which projects choose it
 * @param model the one that is asked where a project names none
 * @param models others of the same provider that projects may name
 * @param timeout of one call
 * @param concurrency calls at once, or nothing for as many as there is work; for a remote provider
 *     those with which it begins
 * @param concurrencyMax most calls at once that a remote provider may come to
 * @param burst how much of a rate may be used at once
 * @param echoLatency how long {@code echo} pretends to think
 */
public record LlmConfig(
    String name,
    Provider provider,
    @Nullable String baseUrl,
    @Nullable String model,
    List<String> models,
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
  private static final int MOST_MODELS = 100;
  private static final int LONGEST_MODEL = 200;

  /** Providers of embeddings, whose states stand beside those of models. */
  private static final Set<String> RESERVED = Set.of("openai-embeddings", "openai-queries");

  /** The extractors there are. */
  public enum Provider {
    RULES(false),
    ECHO(false),
    OPENAI(true),
    ANTHROPIC(true),
    HTTP(true);

    private final boolean remote;

    Provider(boolean remote) {
      this.remote = remote;
    }

    /**
     * Whether it is asked over the network: it needs an address, and calls to it are limited and
     * broken off while it is away.
     */
    public boolean isRemote() {
      return remote;
    }

    /** Whether its address and key may be those of an OpenAI-compatible endpoint of embeddings. */
    boolean embedsAtItsAddress() {
      return switch (this) {
        case RULES, ECHO, OPENAI -> true;
        case ANTHROPIC, HTTP -> false;
      };
    }

    /** The word that the configuration has for it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Its models, the usual one first; null stands for that of a provider without models. */
  public List<@Nullable String> allModels() {
    List<@Nullable String> all = new ArrayList<>();
    all.add(model == null && provider == Provider.HTTP ? provider.label() : model);
    all.addAll(models);
    return all;
  }

  /** What projects may say to ask it: its name alone, or with one of its models behind it. */
  public List<String> choices() {
    Stream<String> named =
        provider.isRemote() ? allModels().stream().map(it -> name + "/" + it) : Stream.of();
    return Stream.concat(Stream.of(name), named).distinct().toList();
  }

  /** Whether an answer takes time in which nothing is computed here, or that a rate bounds. */
  boolean isWaitedFor() {
    return provider.isRemote()
        || echoLatency.isPositive()
        || requestsPerMinute.isPresent()
        || tokensPerMinute.isPresent();
  }

  /** The usual one. */
  static LlmConfig of(Values values) {
    Provider provider = values.choice("tercet.llm.provider", Provider.class);
    return of(values, "tercet.llm.", provider.label(), provider);
  }

  /** Those beside the usual one, whose name none of them may have. */
  static List<LlmConfig> others(Values values, String usual) {
    return values.providers().stream()
        .map(name -> {
          String prefix = ProviderKeys.PREFIX + name + ".";
          if (name.equals(usual) || RESERVED.contains(name)) {
            throw new ConfigException(
                prefix + "type names a provider " + name + ", which is another one's name");
          }
          return of(values, prefix, name, values.choice(prefix + "type", Provider.class));
        })
        .toList();
  }

  private static LlmConfig of(Values values, String prefix, String name, Provider provider) {
    String baseUrl = values.address(prefix + "base-url", "http://", "https://");
    String model = values.text(prefix + "model");
    switch (provider) {
      case OPENAI, ANTHROPIC -> {
        values.required(prefix + "base-url");
        values.required(prefix + "model");
      }
      case HTTP -> values.required(prefix + "base-url");
      case RULES, ECHO -> {}
    }
    Optional<Integer> concurrency =
        values.optionalInteger(prefix + "concurrency", 1, MOST_CALLS).map(Long::intValue);
    int start = concurrency.orElse(provider.isRemote() ? REMOTE_CONCURRENCY : 1);
    Optional<Integer> concurrencyMax =
        values.optionalInteger(prefix + "concurrency-max", start, MOST_CALLS).map(Long::intValue);
    return new LlmConfig(
        name,
        provider,
        baseUrl,
        model,
        values.list(prefix + "models", MOST_MODELS, LONGEST_MODEL),
        values.headerSecret(prefix + "api-key"),
        values.duration(prefix + "timeout", "100ms", "1h"),
        provider.isRemote() ? Optional.of(start) : concurrency,
        provider.isRemote()
            ? concurrencyMax.or(() -> Optional.of(Math.max(start, REMOTE_CONCURRENCY_MAX)))
            : concurrencyMax,
        values.optionalInteger(prefix + "requests-per-minute", 1, 1_000_000_000),
        values.optionalInteger(prefix + "tokens-per-minute", 1, 1_000_000_000_000L),
        values.duration(prefix + "burst", "100ms", "10m"),
        values.duration(prefix + "echo.latency", "0ms", "10m"));
  }
}

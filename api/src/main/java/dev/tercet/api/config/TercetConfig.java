package dev.tercet.api.config;

import dev.tercet.saga.money.Pricing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that can be configured, read and checked.
 *
 * @param llm who extracts where a project chooses nobody
 * @param providers whom projects may choose beside that one
 */
public record TercetConfig(
    ServerConfig server,
    StoresConfig stores,
    LlmConfig llm,
    List<LlmConfig> providers,
    MoneyConfig money,
    EmbeddingConfig embedding,
    DocumentsConfig documents,
    WorkConfig work,
    ReconcilerConfig reconciler,
    LogConfig log) {

  /** Everybody who may extract, the usual one first. */
  public List<LlmConfig> extractors() {
    return Stream.concat(Stream.of(llm), providers.stream()).toList();
  }

  /** What calls cost on the day that it is: those that are computed in this process nothing. */
  public Pricing pricing(InstantSource clock) {
    return money
        .prices()
        .at(
            clock,
            extractors().stream()
                .filter(it -> !it.provider().isRemote())
                .map(LlmConfig::name)
                .collect(Collectors.toSet()));
  }

  /** The longest deadline of a call to one of them. */
  public Duration longestCall() {
    return extractors().stream().map(LlmConfig::timeout).max(Duration::compareTo).orElseThrow();
  }

  /** Reads every setting; throws {@link ConfigException} naming the first that cannot be used. */
  public static TercetConfig of(Settings settings) {
    var values = new Values(settings);
    ServerConfig server = ServerConfig.of(values);
    StoresConfig stores = StoresConfig.of(values);
    LlmConfig llm = LlmConfig.of(values);
    List<LlmConfig> providers = LlmConfig.others(values, llm.name());
    EmbeddingConfig embedding = EmbeddingConfig.of(values);
    return new TercetConfig(
        server,
        stores,
        llm,
        providers,
        MoneyConfig.of(values),
        embedding,
        DocumentsConfig.of(values),
        WorkConfig.of(
            values,
            llm.isWaitedFor()
                || embedding.isWaitedFor()
                || providers.stream().anyMatch(LlmConfig::isWaitedFor)),
        ReconcilerConfig.of(values),
        LogConfig.of(values)); // the last, when every secret has been read
  }
}

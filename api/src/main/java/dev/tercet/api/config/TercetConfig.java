package dev.tercet.api.config;

/** Everything that can be configured, read and checked. */
public record TercetConfig(
    ServerConfig server,
    StoresConfig stores,
    LlmConfig llm,
    EmbeddingConfig embedding,
    DocumentsConfig documents,
    WorkConfig work,
    ReconcilerConfig reconciler,
    LogConfig log) {

  /** Reads every setting; throws {@link ConfigException} naming the first that cannot be used. */
  public static TercetConfig of(Settings settings) {
    var values = new Values(settings);
    return new TercetConfig(
        ServerConfig.of(values),
        StoresConfig.of(values),
        LlmConfig.of(values),
        EmbeddingConfig.of(values),
        DocumentsConfig.of(values),
        WorkConfig.of(values),
        ReconcilerConfig.of(values),
        LogConfig.of(values)); // the last, when every secret has been read
  }
}

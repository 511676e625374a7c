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
    ServerConfig server = ServerConfig.of(values);
    StoresConfig stores = StoresConfig.of(values);
    LlmConfig llm = LlmConfig.of(values);
    EmbeddingConfig embedding = EmbeddingConfig.of(values);
    return new TercetConfig(
        server,
        stores,
        llm,
        embedding,
        DocumentsConfig.of(values),
        WorkConfig.of(values, llm.isWaitedFor() || embedding.isWaitedFor()),
        ReconcilerConfig.of(values),
        LogConfig.of(values)); // the last, when every secret has been read
  }
}

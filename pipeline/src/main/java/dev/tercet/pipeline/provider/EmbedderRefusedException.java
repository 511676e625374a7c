package dev.tercet.pipeline.provider;

/** The embedder will not take this request, and would not take it another time either. */
public final class EmbedderRefusedException extends RuntimeException {
  public EmbedderRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

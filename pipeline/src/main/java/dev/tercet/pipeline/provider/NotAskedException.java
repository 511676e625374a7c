package dev.tercet.pipeline.provider;

/**
 * Why an embedder is unavailable although it was not asked: its circuit breaker is open, or rest.
 */
public final class NotAskedException extends RuntimeException {
  public NotAskedException(String message) {
    super(message);
  }
}

package dev.tercet.embedded.process;

/** Says in one message, meant for a person, why the embedded stores cannot run and what helps. */
public final class EmbeddedStoresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EmbeddedStoresException(String message) {
    super(message);
  }

  public EmbeddedStoresException(String message, Throwable cause) {
    super(message, cause);
  }
}

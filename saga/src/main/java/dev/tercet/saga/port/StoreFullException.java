package dev.tercet.saga.port;

/**
 * A store answers, but has no room for what it would have to write: its disk is full, or the memory
 * that it may use. The same call may succeed when there is room again.
 */
public final class StoreFullException extends StoreUnavailableException {

  public StoreFullException(Store store, String message, Throwable cause) {
    super(store, message, cause);
  }
}

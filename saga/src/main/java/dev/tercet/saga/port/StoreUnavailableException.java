package dev.tercet.saga.port;

/** A store cannot be reached or did not answer in time; the same call may succeed later. */
public sealed class StoreUnavailableException extends RuntimeException
    permits StoreBusyException, StoreFullException {
  private final Store store;

  /** The stores by name. */
  public enum Store {
    POSTGRES,
    REDIS,
    QDRANT
  }

  public StoreUnavailableException(Store store, String message, Throwable cause) {
    super(message, cause);
    this.store = store;
  }

  /** Which one. */
  public Store store() {
    return store;
  }
}

package dev.tercet.saga.port;

/**
 * A store answers, but all our connections to it are in use, and a while of waiting was no help.
 */
public final class StoreBusyException extends StoreUnavailableException {

  public StoreBusyException(Store store, String message, Throwable cause) {
    super(store, message, cause);
  }
}

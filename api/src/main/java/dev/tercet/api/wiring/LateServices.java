package dev.tercet.api.wiring;

import dev.tercet.api.Services;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import org.jspecify.annotations.Nullable;

/** The services from the moment on when the ledger has been reached. */
final class LateServices implements Services.Source {
  private volatile @Nullable Services services;

  void set(Services reached) {
    services = reached;
  }

  boolean isSet() {
    return services != null;
  }

  @Override
  public Services get() {
    Services reached = services;
    if (reached == null) {
      throw new StoreUnavailableException(
          Store.POSTGRES, "not reached yet", new IllegalStateException("starting"));
    }
    return reached;
  }
}

package dev.tercet.api.wiring;

import dev.tercet.api.services.Services;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import org.jspecify.annotations.Nullable;

/**
 * The services from the moment on when the ledger has been reached. While it is known to be away
 * nobody waits for it: callers are told at once.
 */
final class LateServices implements Services.Source {
  private final StoreStates states;
  private volatile @Nullable Services services;

  LateServices(StoreStates states) {
    this.states = states;
  }

  void set(Services reached) {
    services = reached;
  }

  boolean isSet() {
    return services != null;
  }

  @Override
  public Services get() {
    Services reached = services;
    String reason = states.reasons().getOrDefault(Store.POSTGRES, "");
    if (reached == null || !reason.isEmpty()) {
      throw new StoreUnavailableException(
          Store.POSTGRES, reason, new IllegalStateException("known to be away"));
    }
    return reached;
  }
}

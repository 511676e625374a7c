package dev.tercet.api.wiring;

import dev.tercet.api.services.Operations;
import dev.tercet.api.services.Services;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import org.jspecify.annotations.Nullable;

/**
 * The application from the moment on when the ledger has been reached: HTTP answers before that,
 * and has no other way to it.
 */
final class LateApplication {
  private final StoreStates states;
  private volatile @Nullable Application application;

  LateApplication(StoreStates states) {
    this.states = states;
  }

  void set(Application reached) {
    application = reached;
  }

  /** Null before the ledger was reached. */
  @Nullable Application get() {
    return application;
  }

  /** While the ledger is known to be away nobody waits for it: callers are told at once. */
  Services services() {
    Application reached = application;
    String reason = states.reasons().getOrDefault(Store.POSTGRES, "");
    if (reached == null || !reason.isEmpty()) {
      throw states.isFull(Store.POSTGRES)
          ? new StoreFullException(Store.POSTGRES, reason, new IllegalStateException("known"))
          : away(reason, "known to be away");
    }
    return reached.services();
  }

  Operations operations() {
    Application reached = application;
    if (reached == null) {
      throw away("not reached yet", "starting");
    }
    return reached.operations();
  }

  private static StoreUnavailableException away(String reason, String cause) {
    return new StoreUnavailableException(Store.POSTGRES, reason, new IllegalStateException(cause));
  }
}

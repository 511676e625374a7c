package dev.tercet.api.wiring;

import dev.tercet.api.services.Operations;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import org.jspecify.annotations.Nullable;

/** The operations from the moment on when the stores have been opened. */
final class LateOperations implements Operations.Source {
  private volatile @Nullable Operations operations;

  void set(Operations opened) {
    operations = opened;
  }

  @Override
  public Operations get() {
    Operations opened = operations;
    if (opened == null) {
      throw new StoreUnavailableException(
          Store.POSTGRES, "not reached yet", new IllegalStateException("starting"));
    }
    return opened;
  }
}

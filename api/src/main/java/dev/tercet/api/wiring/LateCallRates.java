package dev.tercet.api.wiring;

import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rates of providers once their store is opened: a gate is made before the ledger is open,
 * which keeps them or tells whose keys they stand under.
 */
final class LateCallRates implements CallRates {
  private volatile @Nullable CallRates shared;

  /** From now on these are asked. */
  void set(CallRates opened) {
    shared = opened;
  }

  @Override
  public Duration take(Rates rates, long tokens, Duration longest) {
    return opened().take(rates, tokens, longest);
  }

  @Override
  public void giveBack(Rates rates, long tokens) {
    opened().giveBack(rates, tokens);
  }

  @Override
  public void settle(Rates rates, long tokens) {
    opened().settle(rates, tokens);
  }

  @Override
  public void heard(Rates rates, Told told) {
    opened().heard(rates, told);
  }

  private CallRates opened() {
    CallRates known = shared;
    if (known == null) {
      throw new StoreUnavailableException(
          Store.POSTGRES,
          "the rates of providers are not opened yet",
          new IllegalStateException("not opened"));
    }
    return known;
  }
}

package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.Turnstile;
import java.util.function.Function;

/** What stands between a process and everything outside it. */
public interface FaultGate {

  /** The port as the process sees it; what is away throws as {@code away} says. */
  <T> T around(Class<T> port, T real, Function<String, RuntimeException> away);

  /** A store's port as the process sees it. */
  <T> T around(Class<T> port, T real, Store store);

  /** A door that one call does not get through. */
  record Struck(FaultPlan plan) implements FaultGate {
    @Override
    public <T> T around(Class<T> port, T real, Function<String, RuntimeException> away) {
      return plan.around(port, real, away);
    }

    @Override
    public <T> T around(Class<T> port, T real, Store store) {
      return plan.around(port, real, store);
    }
  }

  /** A door that one thread passes at a time, of a process that may die. */
  record Turning(Turnstile turnstile, FaultPlan plan) implements FaultGate {
    @Override
    public <T> T around(Class<T> port, T real, Function<String, RuntimeException> away) {
      return plan.around(port, turnstile.around(port, real), away);
    }

    @Override
    public <T> T around(Class<T> port, T real, Store store) {
      return plan.around(port, turnstile.around(port, real), store);
    }
  }
}

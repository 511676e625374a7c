package dev.tercet.api.providers;

import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.saga.DueWork;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.ProviderStates.Hastened;
import dev.tercet.saga.provider.ProviderStates.Seen;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this process' providers what other processes found out of them, and calls whoever waits for
 * one that has opened.
 */
public final class ProviderWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderWatch.class);
  private static final int PAGE = 1_000;

  private final Providers providers;
  private final ProviderStates states;
  private final Relay relay;
  private final AtomicBoolean hastening = new AtomicBoolean();
  private volatile long changes = -1;

  /** Tells nobody yet. */
  public ProviderWatch(Providers providers, ProviderStates states, Relay relay) {
    this.providers = providers;
    this.states = states;
    this.relay = relay;
  }

  /** From now on all processes know what one of them finds out. */
  public void begin() {
    for (Providers.KnownProvider provider : providers.all()) {
      ProviderHealth health = provider.health();
      health.shareBy(states);
      health.whenOpened(this::hastenSoon);
      health.hear(states.configured(health.name(), provider.digest()));
    }
    openOthers();
  }

  /**
   * What waits for a provider that is asked no longer goes on with another one. Should a process
   * with other settings ask it still, that costs it one call.
   */
  private void openOthers() {
    for (Seen seen : states.all()) {
      String name = seen.state().name();
      if (!seen.state().isOpen()
          && !name.startsWith(BudgetScope.AWAITED)
          && providers.find(name).isEmpty()) {
        states.resumed(name);
      }
    }
  }

  /** What the ledger says. */
  public void see(DueWork.Providers seen) {
    boolean untold = providers.all().stream().anyMatch(it -> it.health().isUntold());
    if (untold || seen.changes() != changes) {
      Thread.ofVirtual().name("provider-states").start(() -> look(seen.changes()));
    }
    if (seen.hastening()) {
      hastenSoon();
    }
  }

  private void look(long now) {
    try {
      states
          .all()
          .forEach(
              it -> providers.find(it.state().name()).ifPresent(known -> known.health().hear(it)));
      changes = now;
    } catch (RuntimeException e) {
      LOG.debug("What other processes found out of providers is read at the next look", e);
    }
  }

  private void hastenSoon() {
    if (hastening.compareAndSet(false, true)) {
      Thread.ofVirtual().name("hasten").start(this::hasten);
    }
  }

  private void hasten() {
    try {
      Hastened called;
      do {
        called = states.hasten(PAGE);
        relay.publishDue(called.due());
      } while (called.more());
    } catch (RuntimeException e) {
      LOG.debug("Who waits for a provider that has opened is called at the next look", e);
    } finally {
      hastening.set(false);
    }
  }
}

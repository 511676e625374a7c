package dev.tercet.pipeline.provider;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.ProviderStates.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider's state as this process knows it. The ledger decides for all processes; while it
 * cannot be reached, this process goes by the same rules alone.
 */
final class SharedState {
  private static final Logger LOG = LoggerFactory.getLogger(SharedState.class);

  private final String name;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable ProviderStates shared;
  private ProviderState known;

  /** When the ledger was read from which that is known, by its own clock. */
  private Instant readAt = Instant.MIN;

  private Duration ledgerAhead = Duration.ZERO;

  /** Decided alone since the ledger was last heard. */
  private boolean untold;

  /** When a call may see whether it answers again, by this process' clock. */
  private Instant retryAt;

  /**
   * One that nothing is known of.
   *
   * @param clock a steady one
   */
  SharedState(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
    retryAt = clock.instant();
    known = ProviderState.open(name, retryAt);
  }

  void shareBy(ProviderStates states) {
    shared = states;
  }

  void whenOpened(Runnable listener) {
    listeners.add(listener);
  }

  synchronized ProviderState known() {
    return known;
  }

  synchronized boolean isUntold() {
    return untold;
  }

  synchronized Instant retryAt() {
    return retryAt;
  }

  /** How long the known trouble has lasted; zero while there is none. */
  synchronized Duration lasted() {
    return known.isOpen() ? Duration.ZERO : Duration.between(known.since(), ledgerNow());
  }

  /** What a rule of {@link ProviderState} makes of the known one at that time of the ledger. */
  interface Rule {
    Optional<ProviderState> of(ProviderState known, Instant now);
  }

  /** The same by the ledger. */
  interface Act {
    Optional<Seen> by(ProviderStates states);
  }

  /**
   * By the ledger, or alone while that is away or refuses; false when nothing is changed. It never
   * throws: an answer that was paid for, and a place at the provider, are not to hang on it.
   */
  boolean decide(Act act, Rule alone) {
    ProviderStates states = shared;
    if (states != null) {
      try {
        Optional<Seen> seen = act.by(states);
        seen.ifPresent(this::hear);
        return seen.isPresent();
      } catch (StoreUnavailableException e) {
        LOG.debug("What provider {} does is not told to others: {}", name, e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("What provider {} does cannot be told to others", name, e);
      }
    }
    return changed(() -> {
      Optional<ProviderState> next = alone.of(known, ledgerNow());
      untold = states != null;
      next.ifPresent(it -> adopt(it, ledgerNow()));
      return next.isPresent();
    });
  }

  /** What another process may have changed; nothing while the ledger is away. */
  void look() {
    ProviderStates states = shared;
    if (states != null) {
      try {
        hear(states.find(name));
      } catch (RuntimeException e) {
        LOG.debug("What others found out of provider {} is not known", name, e);
      }
    }
  }

  /** A person says that it is well; throws what the ledger throws. */
  void resume() {
    ProviderStates states = shared;
    if (states == null) {
      decide(_ -> Optional.empty(), (it, now) -> it.opened(it.version(), now));
    } else {
      hear(states.resumed(name));
    }
  }

  /** The ledger says this. What was read before something newer says nothing any more. */
  void hear(Seen seen) {
    changed(() -> {
      if (seen.state().version() > known.version() || !seen.at().isBefore(readAt)) {
        adopt(seen.state(), seen.at());
        readAt = seen.at();
        untold = false;
        return true;
      }
      return false;
    });
  }

  private boolean changed(BooleanSupplier change) {
    boolean changed;
    ProviderState before;
    ProviderState now;
    synchronized (this) {
      before = known;
      changed = change.getAsBoolean();
      now = known;
    }
    if (now.trouble() != null && now.trouble() != before.trouble()) {
      LOG.warn("Provider {} is {}: {}", name, now.trouble().label(), now.reason());
    } else if (now.isOpen() && !before.isOpen()) {
      LOG.info("Provider {} is open", name);
      listeners.forEach(Runnable::run);
    }
    return changed;
  }

  private void adopt(ProviderState state, Instant at) {
    known = state;
    Instant now = clock.instant();
    if (state.retryAt() != null) {
      retryAt = now.plus(Duration.between(at, state.retryAt()));
    }
    ledgerAhead = Duration.between(now, at);
  }

  /** The ledger's time, as far as this process knows it. */
  private Instant ledgerNow() {
    return clock.instant().plus(ledgerAhead);
  }
}

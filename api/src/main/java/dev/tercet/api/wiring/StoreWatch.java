package dev.tercet.api.wiring;

import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every store again and again, however long it takes until it answers, so that readiness
 * tells the truth. It knows nothing of what the stores are for.
 */
final class StoreWatch implements AutoCloseable {
  /** Between two looks, unless the first of them says otherwise. */
  static final Duration USUAL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private final Watched watched;
  private final StoreStates states;
  private final LoopSignal signal = new LoopSignal();
  private final CountDownLatch ready = new CountDownLatch(1);

  /** The stores that wait for the ledger, which knows whose they are; for its own thread. */
  private final Set<Store> waiting;

  /** Who needs the stores. */
  interface Watched {
    /** Where a store is, for a person. */
    String place(Store store);

    /**
     * Looks at a store; throws when it does not answer or cannot be used.
     *
     * @return how long the next look may wait
     */
    Duration look(Store store);

    /** Every store answers, for the first time. When this throws, it is called again. */
    void begin();
  }

  StoreWatch(Watched watched, StoreStates states) {
    this.watched = watched;
    this.states = states;
    waiting = EnumSet.copyOf(states.reasons().keySet());
    waiting.remove(Store.POSTGRES);
  }

  /** Begins to look for the stores, the ledger first; returns at once. */
  void start() {
    watch(Store.POSTGRES);
  }

  /** Whether every store has answered, and {@link Watched#begin} returned. */
  boolean isReady() {
    return ready.getCount() == 0;
  }

  /** Waits until that is so; false when {@code longest} passes first. */
  boolean awaitReady(Duration longest) throws InterruptedException {
    return ready.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void watch(Store store) {
    Thread.ofVirtual().name("watch-" + store).start(() -> watchUntilStopped(store));
  }

  private void watchUntilStopped(Store store) {
    while (!signal.isStopped()) {
      signal.rest(watchOnce(store));
    }
  }

  private Duration watchOnce(Store store) {
    String before = states.reasons().getOrDefault(store, "");
    try {
      Duration pause = watched.look(store);
      answers(store, before);
      return pause;
    } catch (RuntimeException e) {
      if (isReady() && isForWantOfAnother(store, e)) {
        answers(store, before);
      } else {
        isAway(store, before, e);
      }
      return USUAL;
    }
  }

  /** It answers itself; what it is to be told waits for the store that knows it. */
  private static boolean isForWantOfAnother(Store store, RuntimeException failure) {
    return failure instanceof StoreUnavailableException away && away.store() != store;
  }

  private void answers(Store store, String before) {
    states.up(store);
    if (!before.isEmpty()) {
      LOG.info("{} at {} answers", store, watched.place(store));
      if (store == Store.POSTGRES) {
        waiting.forEach(this::watch);
        waiting.clear();
      }
      beginWhenAllAnswer(store);
    }
  }

  private void isAway(Store store, String before, RuntimeException failure) {
    String reason = mark(store, failure);
    if (!reason.equals(before)) {
      LOG.warn("{} is not usable, trying again: {}", store, reason);
    }
  }

  /** Returns why it is away. */
  private String mark(Store store, RuntimeException failure) {
    String reason = watched.place(store) + ": " + failure.getMessage();
    if (failure instanceof StoreFullException) {
      states.full(store, reason);
    } else {
      states.down(store, reason);
    }
    return reason;
  }

  private synchronized void beginWhenAllAnswer(Store store) {
    if (!isReady() && !signal.isStopped() && states.allUp()) {
      try {
        watched.begin();
      } catch (RuntimeException e) {
        // Before another store's watch gets its turn: it would find all up, and begin for both.
        mark(store, e);
        throw e;
      }
      ready.countDown();
    }
  }

  /** Looks no more. What has begun to begin has begun when this returns, and nothing does later. */
  @Override
  public synchronized void close() {
    signal.stop();
  }
}

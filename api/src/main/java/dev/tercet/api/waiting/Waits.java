package dev.tercet.api.waiting;

import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.port.ExtractionStore.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everyone who waits for an extraction to end, behind one look at the ledger: in batches, a few
 * times a second for all, and at once for what this process has just ended. A wait holds no thread
 * and no connection, and while nobody waits nothing is asked.
 */
@Context
public final class Waits {
  private static final Logger LOG = LoggerFactory.getLogger(Waits.class);
  private static final int BATCH = 1_000;
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Between two looks, however often it is woken, so that what ends together is looked at once. */
  private static final Duration GATHER = Duration.ofMillis(5);

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Services.Source services;
  private final Semaphore room;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final Set<UUID> woken = ConcurrentHashMap.newKeySet();
  private final LoopSignal signal = new LoopSignal();
  private volatile long lastLook = System.nanoTime();

  Waits(Services.Source services, ServerConfig config, MeterRegistry meters) {
    this.services = services;
    room = new Semaphore(config.http().maxWaiting());
    Gauge.builder("tercet.http.waiting", waiters, Set::size)
        .description("Requests that wait for an extraction to end")
        .register(meters);
  }

  private record Waiter(UUID extraction, long until, CompletableFuture<Void> over) {}

  @PostConstruct
  void start() {
    Thread.ofVirtual().name("waits").start(this::lookUntilStopped);
  }

  /**
   * Completes, never with a failure, when the extraction has come to its end, the time is over, or
   * the service stops; at once when as many wait as may. Whoever stops waiting completes it.
   */
  public CompletableFuture<Void> untilEnded(UUID extraction, Duration longest) {
    if (!room.tryAcquire()) {
      return CompletableFuture.completedFuture(null);
    }
    var waiter =
        new Waiter(extraction, System.nanoTime() + longest.toNanos(), new CompletableFuture<>());
    waiters.add(waiter);
    var _ = waiter.over().whenComplete((_, _) -> leave(waiter));
    ended(extraction); // it may have, between its caller's look and now
    if (signal.isStopped()) {
      waiter.over().complete(null);
    }
    return waiter.over();
  }

  /** This extraction may have come to its end. */
  public void ended(UUID extraction) {
    if (!waiters.isEmpty()) {
      woken.add(extraction);
      signal.wake();
    }
  }

  /** From now on nobody waits. */
  @PreDestroy
  public void stop() {
    signal.stop();
    waiters.forEach(it -> it.over().complete(null));
  }

  private void leave(Waiter waiter) {
    if (waiters.remove(waiter)) {
      room.release();
    }
  }

  private void lookUntilStopped() {
    while (!signal.isStopped()) {
      try {
        lookOnce();
      } catch (RuntimeException e) {
        LOG.debug("no look at what is waited for; they go on waiting", e);
      }
      signal.rest(untilNext());
      gather();
    }
  }

  private void gather() {
    try {
      signal.awaitStop(GATHER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      signal.stop();
    }
  }

  /** Until the next look for all, or the first wait whose time is over. */
  private Duration untilNext() {
    long now = System.nanoTime();
    long nanos =
        waiters.stream()
            .mapToLong(it -> Math.clamp(it.until() - now, 0, LOOK.toNanos()))
            .min()
            .orElse(FOR_EVER.toNanos());
    return Duration.ofNanos(nanos);
  }

  /** Ends the waits whose time is over, and of the others those whose extraction has ended. */
  void lookOnce() {
    long now = System.nanoTime();
    waiters.stream().filter(it -> it.until() - now <= 0).forEach(it -> it.over().complete(null));
    Set<UUID> told = taken();
    Set<UUID> looked = waiters.stream().map(Waiter::extraction).collect(Collectors.toSet());
    if (now - lastLook < LOOK.toNanos()) {
      looked.retainAll(told);
    } else {
      lastLook = now;
    }
    looked.stream().gather(Gatherers.windowFixed(BATCH)).forEach(this::look);
  }

  private Set<UUID> taken() {
    Set<UUID> taken = new HashSet<>(woken);
    woken.removeAll(taken);
    return taken;
  }

  private void look(List<UUID> batch) {
    Set<UUID> underWay =
        services.get().extractions().standing(batch).stream()
            .filter(it -> it.status().isInFlight())
            .map(Standing::extraction)
            .collect(Collectors.toSet());
    Collection<UUID> ended = new HashSet<>(batch);
    ended.removeAll(underWay);
    waiters.stream()
        .filter(it -> ended.contains(it.extraction()))
        .forEach(it -> it.over().complete(null));
  }
}

package dev.tercet.api.wiring;

import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.storage.postgres.PostgresStores;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ledger said when it was last asked. A scrape asks no store, so it is quick whatever
 * state they are in.
 */
final class LedgerGauges {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerGauges.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final double MILLIS = 1_000;

  private final LoopSignal signal = new LoopSignal();
  private final InstantSource steady;
  private volatile Seen seen = new Seen(0, null, null, Instant.EPOCH);

  private record Seen(
      long deadLetters,
      @Nullable Duration oldestUnconverged,
      @Nullable Instant lastSweep,
      Instant at) {}

  LedgerGauges(MeterRegistry meters, InstantSource steady) {
    this.steady = steady;
    Gauge.builder("tercet.dead.letters", this, it -> (double) it.seen.deadLetters())
        .description("Extractions that have failed and wait for a person")
        .register(meters);
    Gauge.builder("tercet.oldest.unconverged", this, LedgerGauges::oldestUnconverged)
        .description("How long the oldest extraction that is due or under way has stood still")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("tercet.reconciler.last.success.timestamp", this, LedgerGauges::lastSweep)
        .description("When a sweep last found the stores in agreement, 0 before the first")
        .baseUnit("seconds")
        .register(meters);
  }

  /** Asks the ledger now and then, until {@link #stop}. */
  void observeUntilStopped(PostgresStores ledger) {
    while (!signal.isStopped()) {
      try {
        observe(ledger);
      } catch (StoreUnavailableException e) {
        LOG.debug("the gauges keep what they last showed", e);
      }
      signal.rest(INTERVAL);
    }
  }

  /** Ends {@link #observeUntilStopped}. */
  void stop() {
    signal.stop();
  }

  private void observe(PostgresStores ledger) {
    seen =
        new Seen(
            ledger.deadLetters(),
            ledger.recovery().audit().oldestUnconverged(),
            ledger.recovery().runs().lastSuccess(RunStore.SWEEP),
            steady.instant());
  }

  /** It ages between two looks; a row that is due later is not late. */
  private double oldestUnconverged() {
    Seen last = seen;
    Duration oldest = last.oldestUnconverged();
    return oldest == null
        ? 0
        : oldest.plus(Duration.between(last.at(), steady.instant())).toMillis() / MILLIS;
  }

  private double lastSweep() {
    Instant last = seen.lastSweep();
    return last == null ? 0 : last.toEpochMilli() / MILLIS;
  }
}

package dev.tercet.recovery;

import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.Purged;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retention, batch by batch: what has ended long ago goes the way of every deletion, its status
 * first and its rows last. Two processes that purge at once never meet on a row.
 */
public final class Purge {
  private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
  private static final String TASK = "purge";
  private static final Purged NOTHING = new Purged(0, 0, 0, 0);

  /** Most rows of each kind in one transaction. */
  static final int BATCH = 500;

  private final RecoveryStore memory;
  private final RetentionSettings settings;
  private final RecoveryMetrics metrics;
  private final InstantSource clock;
  private Purged pass = NOTHING;
  private Purged total = NOTHING;

  public Purge(
      RecoveryStore memory,
      RetentionSettings settings,
      RecoveryMetrics metrics,
      InstantSource clock) {
    this.memory = memory;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * One batch of the purge that is due; empty when the last one ended less than an interval ago. It
   * goes on at the next call until a batch finds less than it may take.
   */
  public synchronized Optional<Purged> purgeOnce() {
    if (clock.instant().isBefore(next())) {
      return Optional.empty();
    }
    Purged batch = memory.purge(settings.done(), settings.failed(), settings.audit(), BATCH);
    metrics.purged(batch);
    pass = sum(pass, batch);
    total = sum(total, batch);
    if (isLast(batch)) {
      memory.succeeded(TASK);
      tell(pass);
      pass = NOTHING;
    }
    return Optional.of(batch);
  }

  /** What this process has removed since its start. */
  public synchronized Purged total() {
    return total;
  }

  /** When the next purge is due; now or earlier when it is. */
  public Instant next() {
    Instant last = memory.lastSuccess(TASK);
    return last == null ? Instant.MIN : last.plus(settings.interval());
  }

  /** How long what is kept. */
  public RetentionSettings settings() {
    return settings;
  }

  private static boolean isLast(Purged batch) {
    return batch.done() < BATCH
        && batch.failed() < BATCH
        && batch.audit() < BATCH
        && batch.answers() < BATCH;
  }

  private static void tell(Purged pass) {
    if (!pass.equals(NOTHING)) {
      LOG.info(
          "retention: {} finished and {} failed extractions begin to go, {} rows of history and {} answers are gone",
          pass.done(),
          pass.failed(),
          pass.audit(),
          pass.answers());
    }
  }

  private static Purged sum(Purged one, Purged other) {
    return new Purged(
        one.done() + other.done(),
        one.failed() + other.failed(),
        one.audit() + other.audit(),
        one.answers() + other.answers());
  }
}

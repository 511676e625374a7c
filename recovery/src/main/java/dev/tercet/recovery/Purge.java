package dev.tercet.recovery;

import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RetentionStore.Purged;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.TaskState;
import dev.tercet.saga.port.RunStore.Tasks;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retention, kind by kind and batch by batch: what has ended long ago goes the way of every
 * deletion, its status first and its rows last. Each kind has a transaction and a pace of its own:
 * one that fails is put off, longer each time, and holds up no other. Two processes that purge at
 * once never meet on a row.
 */
public final class Purge {
  private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

  /** Most rows in one transaction. */
  static final int BATCH = 500;

  /** After a first failure; doubled by each that follows, up to the interval. */
  static final Duration RETRY = Duration.ofSeconds(10);

  private final RunStore runs;
  private final RetentionStore retention;
  private final RetentionSettings settings;
  private final RecoveryMetrics metrics;
  private final InstantSource clock;

  /** Before then a kind is not looked at, so that a purge at rest asks the store for nothing. */
  private final Map<RetentionKind, Instant> looks = new EnumMap<>(RetentionKind.class);

  private final Map<RetentionKind, Long> passes = new EnumMap<>(RetentionKind.class);
  private final Map<RetentionKind, Long> totals = new EnumMap<>(RetentionKind.class);

  /** Retention in that ledger, paced by a steady clock. */
  public Purge(
      RunStore runs,
      RetentionStore retention,
      RetentionSettings settings,
      RecoveryMetrics metrics,
      InstantSource clock) {
    this.runs = runs;
    this.retention = retention;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * How one kind stands.
   *
   * @param keep how long it is kept; null for ever
   * @param state how its purges have fared
   * @param next when the next one is due; now or earlier when it is, null when it is kept for ever
   * @param removed what this process has removed of it since its start
   */
  public record Standing(
      RetentionKind kind,
      @Nullable Duration keep,
      TaskState state,
      @Nullable Instant next,
      long removed) {}

  /**
   * One batch of each kind that is due; true when one of them is to be gone on with at once. A kind
   * is due again an interval after a purge of it that left nothing.
   */
  public synchronized boolean purgeOnce() {
    Instant now = clock.instant();
    List<RetentionKind> kinds =
        kept().stream().filter(it -> !now.isBefore(looks.getOrDefault(it, Instant.MIN))).toList();
    if (kinds.isEmpty()) {
      return false;
    }
    Tasks tasks = runs.tasks();
    boolean more = false;
    for (RetentionKind kind : kinds) {
      Duration left = Duration.between(tasks.readAt(), next(tasks.of(kind.task())));
      if (left.isPositive()) {
        looks.put(kind, now.plus(left));
      } else {
        more |= purge(kind).more();
      }
    }
    return more;
  }

  /**
   * Purges every kind that is not kept for ever, whenever that was done last, until nothing is left
   * or it is to stop. What failed is put off, as always, and said: nothing when all went well.
   */
  String purgeNow(BooleanSupplier stopped) {
    List<String> failed = new ArrayList<>();
    for (RetentionKind kind : kept()) {
      Batch batch = new Batch(true, null);
      while (batch.more() && !stopped.getAsBoolean()) {
        batch = purge(kind);
      }
      if (batch.failure() != null) {
        failed.add(kind.label() + ": " + batch.failure());
      } else if (batch.more()) {
        failed.add(kind.label() + ": this process stops");
      }
    }
    return String.join("; ", failed);
  }

  /**
   * What a batch came to.
   *
   * @param failure what was wrong; null when nothing was
   */
  private record Batch(boolean more, @Nullable String failure) {}

  private List<RetentionKind> kept() {
    return Arrays.stream(RetentionKind.values()).filter(it -> settings.keep(it) != null).toList();
  }

  private synchronized Batch purge(RetentionKind kind) {
    Duration keep = settings.keep(kind);
    if (keep == null) {
      return new Batch(false, null);
    }
    try {
      Purged batch = retention.purge(kind, keep, BATCH);
      metrics.purged(kind, batch.rows());
      passes.merge(kind, batch.rows(), Long::sum);
      totals.merge(kind, batch.rows(), Long::sum);
      if (!batch.more()) {
        runs.succeeded(kind.task());
        tell(kind);
      }
      return new Batch(batch.more(), null);
    } catch (RuntimeException e) {
      putOff(kind, e);
      return new Batch(false, e.toString());
    }
  }

  /** What cannot be noted, since the store is away, is put off here. */
  private void putOff(RetentionKind kind, RuntimeException e) {
    LOG.warn("retention of {} failed and is put off: {}", kind.label(), e.toString());
    metrics.purgeFailed(kind);
    looks.put(kind, clock.instant().plus(RETRY));
    if (!(e instanceof StoreUnavailableException)) {
      runs.failed(kind.task(), e.toString());
    }
  }

  private void tell(RetentionKind kind) {
    Long rows = passes.remove(kind);
    if (rows != null && rows > 0) {
      LOG.info("retention: {} of {} are gone, or begin to go", rows, kind.label());
    }
  }

  private Instant next(TaskState state) {
    Instant succeeded = state.succeededAt();
    Instant failed = state.failedAt();
    if (failed != null) {
      return failed.plus(delay(state.failures()));
    }
    return succeeded == null ? Instant.MIN : succeeded.plus(settings.interval());
  }

  private Duration delay(int failures) {
    return new Backoff(RETRY, settings.interval()).bound(failures);
  }

  /** How each kind stands, those that are kept for ever, too. */
  public synchronized List<Standing> standings() {
    Tasks tasks = runs.tasks();
    return Arrays.stream(RetentionKind.values())
        .map(kind -> standing(kind, tasks.of(kind.task())))
        .toList();
  }

  private Standing standing(RetentionKind kind, TaskState state) {
    Duration keep = settings.keep(kind);
    return new Standing(
        kind, keep, state, keep == null ? null : next(state), totals.getOrDefault(kind, 0L));
  }

  /** How long what is kept. */
  public RetentionSettings settings() {
    return settings;
  }
}

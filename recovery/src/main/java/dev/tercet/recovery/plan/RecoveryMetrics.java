package dev.tercet.recovery.plan;

import dev.tercet.recovery.plan.RecoveryReport.Count;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.saga.Drift;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.schedule.Firing.Outcome;
import dev.tercet.saga.schedule.ScheduledAction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What recovery counts; every name is there from the start, at zero. */
public final class RecoveryMetrics {
  /** What a run looks for that compares claims and messages only; it says nothing of the others. */
  private static final Set<Drift> SEEN_AT_DEPTH_QUEUES =
      EnumSet.of(Drift.UNPUBLISHED, Drift.LOST_MESSAGE, Drift.STRANDED_MESSAGE, Drift.DEAD_CLAIM);

  private final Map<Drift, AtomicLong> items = new EnumMap<>(Drift.class);
  private final Map<Drift, Counter> repaired = new EnumMap<>(Drift.class);
  private final Map<Drift, Counter> failed = new EnumMap<>(Drift.class);
  private final Map<RetentionKind, Counter> purged = new EnumMap<>(RetentionKind.class);
  private final Map<RetentionKind, Counter> purgeFailures = new EnumMap<>(RetentionKind.class);
  private final Map<ScheduledAction, Map<Outcome, Counter>> scheduled =
      new EnumMap<>(ScheduledAction.class);
  private final AtomicLong wentBack = new AtomicLong();
  private final AtomicLong verifiedThrough = new AtomicLong();

  public RecoveryMetrics(MeterRegistry meters) {
    for (Drift kind : Drift.values()) {
      var found = new AtomicLong();
      items.put(kind, found);
      Gauge.builder("tercet.drift.items", found, AtomicLong::doubleValue)
          .tag("class", kind.label())
          .description("What the newest look over everything found, before its repairs")
          .strongReference(true)
          .register(meters);
      repaired.put(kind, repairs(meters, kind, "repaired"));
      failed.put(kind, repairs(meters, kind, "failed"));
    }
    for (RetentionKind kind : RetentionKind.values()) {
      purged.put(
          kind,
          Counter.builder("tercet.purged")
              .tag("kind", kind.label())
              .description("What retention has removed")
              .register(meters));
      purgeFailures.put(
          kind,
          Counter.builder("tercet.purge.failures")
              .tag("kind", kind.label())
              .description("Batches of retention that failed and were put off")
              .register(meters));
    }
    for (ScheduledAction action : ScheduledAction.values()) {
      scheduled.put(action, outcomes(meters, action));
    }
    Gauge.builder("tercet.postgres.went.back", wentBack, AtomicLong::doubleValue)
        .description("1 while orphan points wait because Postgres is older than they are, else 0")
        .strongReference(true)
        .register(meters);
    Gauge.builder("tercet.verified.through.timestamp", verifiedThrough, AtomicLong::doubleValue)
        .description("Everything older has been compared since, 0 while that is not known")
        .baseUnit("seconds")
        .strongReference(true)
        .register(meters);
  }

  private static Counter repairs(MeterRegistry meters, Drift kind, String outcome) {
    return Counter.builder("tercet.repairs")
        .tag("class", kind.label())
        .tag("outcome", outcome)
        .description("Repairs of drift")
        .register(meters);
  }

  private static Map<Outcome, Counter> outcomes(MeterRegistry meters, ScheduledAction action) {
    Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    for (Outcome outcome : EnumSet.complementOf(EnumSet.of(Outcome.BEGUN))) {
      counters.put(
          outcome,
          Counter.builder("tercet.scheduled")
              .tag("action", action.label())
              .tag("outcome", outcome.label())
              .description("Recurring work that has ended")
              .register(meters));
    }
    return counters;
  }

  /** A schedule's act has ended so. */
  public void scheduled(ScheduledAction action, Outcome outcome) {
    counter(scheduled.getOrDefault(action, Map.of()), outcome).increment();
  }

  /** Whether Postgres was found to be older than its newest run. */
  public void wentBack(boolean now) {
    wentBack.set(now ? 1 : 0);
  }

  /** Since when everything older has been compared; null when that is not known. */
  public void verifiedThrough(@Nullable Instant at) {
    verifiedThrough.set(at == null ? 0 : at.getEpochSecond());
  }

  /** A run has ended. */
  public void ended(RecoveryRequest request, RecoveryReport report) {
    report.drift().forEach((kind, count) -> count(request, report, kind, count));
  }

  private void count(RecoveryRequest request, RecoveryReport report, Drift kind, Count count) {
    counter(repaired, kind).increment((double) count.repaired());
    counter(failed, kind).increment((double) count.failed());
    boolean looked = request.depth() != Depth.QUEUES || SEEN_AT_DEPTH_QUEUES.contains(kind);
    AtomicLong item = items.get(kind);
    if (item != null && looked && request.scope() instanceof Everything) {
      // A store that could not be read proves nothing gone.
      boolean whole = report.unread().isEmpty();
      item.accumulateAndGet(count.found(), (old, now) -> whole ? now : Math.max(old, now));
    }
  }

  /** Claims were taken back from the dead, outside of any run. */
  public void released(int claims) {
    counter(repaired, Drift.DEAD_CLAIM).increment(claims);
  }

  /** A batch of retention has ended. */
  public void purged(RetentionKind kind, long rows) {
    counter(purged, kind).increment((double) rows);
  }

  /** A batch of retention has failed. */
  public void purgeFailed(RetentionKind kind) {
    counter(purgeFailures, kind).increment();
  }

  private static <K> Counter counter(Map<K, Counter> counters, K kind) {
    Counter counter = counters.get(kind);
    if (counter == null) {
      throw new IllegalStateException("every kind was registered at the start, but not " + kind);
    }
    return counter;
  }
}

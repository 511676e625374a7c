package dev.tercet.recovery;

import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.saga.Scope;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.BulkStore.Matched;
import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.saga.schedule.Firing.End;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduleStore.Due;
import dev.tercet.saga.schedule.ScheduledAction;
import dev.tercet.saga.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does recurring work when it is due (docs/protocol.md §15). A bulk run is begun in the transaction
 * that takes its slot; all else takes the slot first, and is done one after the other.
 */
public final class ScheduledWork {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledWork.class);

  /** As fast as bulk runs go that nobody gave a rate. */
  static final int RATE = 50;

  /** As much as a run on request repairs that nobody gave a limit. */
  private static final int REPAIRS = 10_000;

  private static final Set<ScheduledAction> ORDERS = EnumSet.of(ScheduledAction.RETRY);
  private static final Set<ScheduledAction> PASSES =
      EnumSet.complementOf(EnumSet.of(ScheduledAction.RETRY));

  private final ScheduleStore schedules;
  private final Timetable timetable;
  private final Acts acts;
  private final Supplier<UUID> ids;
  private final RecoveryMetrics metrics;

  /** Nothing is done before somebody makes a pass; {@code ids} draws the ids of runs. */
  public ScheduledWork(
      ScheduleStore schedules,
      Timetable timetable,
      Acts acts,
      Supplier<UUID> ids,
      RecoveryMetrics metrics) {
    this.schedules = schedules;
    this.timetable = timetable;
    this.acts = acts;
    this.ids = ids;
    this.metrics = metrics;
  }

  /** What there is to be done again and again. */
  public record Acts(Recovery recovery, Purge purge, BulkStore bulk) {}

  /** Begins the bulk run of one schedule that is due; false when none is. */
  public boolean orderOnce() {
    Due due = schedules.due(ORDERS).orElse(null);
    if (due == null) {
      return false;
    }
    schedules.order(due, order(due.schedule()), next(due)).ifPresent(end -> tell(due, end));
    return true;
  }

  /** Makes the pass of one schedule that is due; false when none is. */
  public boolean passOnce(BooleanSupplier stopped) {
    Due due = schedules.due(PASSES).orElse(null);
    if (due == null) {
      return false;
    }
    UUID run = ids.get();
    if (schedules.fire(due, run, next(due))) {
      long start = System.nanoTime();
      End end = passed(due.schedule(), run, stopped);
      tell(due, end);
      schedules.ended(due, run, end, Duration.ofNanos(System.nanoTime() - start));
    }
    return true;
  }

  /** After now, so that what was missed is made up once. */
  private @Nullable Instant next(Due due) {
    Optional<Instant> next = timetable.next(due.schedule().recurrence(), due.at());
    if (next.isEmpty()) {
      LOG.warn("schedule {} has no next time", due.schedule().name());
    }
    return next.orElse(null);
  }

  private void tell(Due due, End end) {
    ScheduledAction action = due.schedule().action();
    if (end.error() != null) {
      LOG.warn(
          "schedule {}: {} {}: {}",
          due.schedule().name(),
          action.label(),
          end.outcome().label(),
          end.error());
    }
    metrics.scheduled(action, end.outcome());
  }

  private End passed(Schedule schedule, UUID run, BooleanSupplier stopped) {
    try {
      return switch (schedule.action()) {
        case RECONCILE -> reconcile(schedule.project(), run);
        case PURGE -> purge(stopped);
        case RETRY -> throw new IllegalStateException("a retry is an order");
      };
    } catch (RuntimeException e) {
      LOG.warn("schedule {} failed", schedule.name(), e);
      return End.failed(e.toString());
    }
  }

  private End reconcile(@Nullable UUID project, UUID run) {
    Recovery recovery = acts.recovery();
    if (project == null) {
      return recovery.isSweepDue(null)
          ? end(recovery.sweep(run))
          : End.refused("the disk lacks room, or a sweep waits for a person's judgement");
    }
    var request =
        new RecoveryRequest(
            new Scope.OfProject(project), RecoveryRequest.Depth.EXACT, false, REPAIRS, false);
    return end(recovery.run(request, run));
  }

  private static End end(Optional<RecoveryReport> report) {
    return report
        .map(ScheduledWork::end)
        .orElseGet(() -> End.refused("another run was in progress"));
  }

  private static End end(RecoveryReport report) {
    if (report.complete()) {
      return End.succeeded();
    }
    String aborted = report.aborted();
    return End.failed(
        aborted == null
            ? "%d are left over, and not read was %s".formatted(report.remaining(), report.unread())
            : aborted);
  }

  private End purge(BooleanSupplier stopped) {
    String failed = acts.purge().purgeNow(stopped);
    return failed.isEmpty() ? End.succeeded() : End.failed(failed);
  }

  private BulkOrder order(Schedule schedule) {
    BulkFilter filter =
        new BulkFilter(
            schedule.tenant(), schedule.project(), null, null, null, null, null, null, List.of());
    Matched matched = matched(filter);
    return new BulkOrder(
        ids.get(),
        BulkAction.RETRY,
        filter,
        RATE,
        "schedule " + schedule.name(),
        matched.count(),
        matched.more());
  }

  /** How many there are is for people to read, and no reason to begin nothing. */
  private Matched matched(BulkFilter filter) {
    try {
      return acts.bulk().count(BulkAction.RETRY, filter);
    } catch (QueryTooSlowException e) {
      LOG.debug("so many that they were not counted in time", e);
      return new Matched(Map.of(), true);
    }
  }
}

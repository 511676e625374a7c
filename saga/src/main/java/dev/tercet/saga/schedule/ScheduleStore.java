package dev.tercet.saga.schedule;

import dev.tercet.saga.bulk.BulkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recurring work. All times are the database's; what belongs to a project with a tombstone is not
 * there any more (docs/protocol.md §15).
 */
public interface ScheduleStore {
  /** More schedules there never are. */
  int MOST = 1_000;

  /** More of one tenant there never are. */
  int MOST_OF_TENANT = 100;

  /** The clock by which schedules are due. */
  Instant now();

  /** All of that tenant, by name. */
  List<Schedule> list(String tenant);

  /** The tenant's schedule of that name. */
  Optional<Schedule> find(String tenant, String name);

  /**
   * Makes a schedule, or changes the tenant's one of that name: with another recurrence it is due
   * anew, and so is one that had no next time. What is as it was stays so. Empty when {@link #MOST}
   * are there already, or {@link #MOST_OF_TENANT} of that tenant, or its project has gone. A new
   * one has the order's id.
   */
  Optional<Schedule> put(Schedule.Order order);

  /** False when there is none of that name. */
  boolean delete(String tenant, String name);

  /** Makes it due now, if it is not yet; empty when there is none of that name. */
  Optional<Schedule> hasten(String tenant, String name);

  /**
   * A schedule that is due.
   *
   * @param at what the time is
   */
  record Due(Schedule schedule, Instant at) {}

  /** The one with one of these actions that has been due for longest. */
  Optional<Due> due(Set<ScheduledAction> actions);

  /**
   * Takes the slot, so that nobody else does: the schedule is due again at that time, or never.
   * False when somebody has taken it, or the schedule has changed.
   *
   * @param run of what is done now
   */
  boolean fire(Due due, UUID run, @Nullable Instant next);

  /**
   * Takes the slot in the same way, begins that bulk run and notes that it did, all or nothing of
   * it. When too many go on ({@link dev.tercet.saga.port.BulkStore#begin}), the slot is taken, and
   * it is noted that it was refused. Empty when the slot was not taken.
   */
  Optional<Firing.End> order(Due due, BulkOrder run, @Nullable Instant next);

  /** Notes how that run came out, unless the schedule has been fired again or is gone. */
  void ended(Due due, UUID run, Firing.End end, Duration took);
}

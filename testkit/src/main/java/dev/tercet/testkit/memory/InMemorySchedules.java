package dev.tercet.testkit.memory;

import dev.tercet.saga.Project;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduledAction;
import dev.tercet.saga.text.StorableText;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recurring work in memory. */
final class InMemorySchedules implements ScheduleStore {
  private final Tables tables;

  InMemorySchedules(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Instant now() {
    return tables.now();
  }

  @Override
  public List<Schedule> list(String tenant) {
    return tables.transact(() ->
        living()
            .filter(it -> it.tenant().equals(tenant))
            .sorted(Comparator.comparing(Schedule::name))
            .toList());
  }

  private Stream<Schedule> living() {
    return tables.reconciling.schedules.values().stream()
        .filter(it -> it.project() == null || tables.isLiving(it.project()));
  }

  @Override
  public Optional<Schedule> find(String tenant, String name) {
    return tables.transact(
        () -> list(tenant).stream().filter(it -> it.name().equals(name)).findFirst());
  }

  /** Whether its project lives or not. */
  private Optional<Schedule> row(String tenant, String name) {
    return tables.reconciling.schedules.values().stream()
        .filter(it -> it.tenant().equals(tenant) && it.name().equals(name))
        .findFirst();
  }

  @Override
  public Optional<Schedule> put(Schedule.Order order) {
    return tables.transact(() -> {
      Schedule was = row(order.tenant(), order.name()).orElse(null);
      if (find(order.tenant(), order.name()).isEmpty() && !hasRoom(order.tenant())) {
        return Optional.empty();
      }
      if (was == null || was.nextAt() == null || !isSame(was, order)) {
        tables.reconciling.schedules.put(was == null ? order.id() : was.id(), made(was, order));
      }
      return find(order.tenant(), order.name());
    });
  }

  private boolean hasRoom(String tenant) {
    return living().count() < MOST
        && living().filter(it -> it.tenant().equals(tenant)).count() < MOST_OF_TENANT;
  }

  private static boolean isSame(Schedule was, Schedule.Order order) {
    return was.recurrence().equals(order.recurrence())
        && was.action() == order.action()
        && Objects.equals(was.project(), order.project());
  }

  private Schedule made(@Nullable Schedule was, Schedule.Order order) {
    UUID project = order.project();
    Project known = project == null ? null : tables.projects.get(project);
    return new Schedule(
        was == null ? order.id() : was.id(),
        order.tenant(),
        order.name(),
        order.recurrence(),
        order.action(),
        project,
        known == null ? null : known.slug(),
        was == null ? 0 : was.version() + 1,
        was != null && was.nextAt() != null && was.recurrence().equals(order.recurrence())
            ? was.nextAt()
            : order.nextAt(),
        was == null ? null : was.last());
  }

  @Override
  public boolean delete(String tenant, String name) {
    return tables.transact(() ->
        row(tenant, name).map(it -> tables.reconciling.schedules.remove(it.id())).isPresent());
  }

  @Override
  public Optional<Schedule> hasten(String tenant, String name) {
    return tables.transact(() -> {
      row(tenant, name)
          .filter(it -> it.nextAt() == null || it.nextAt().isAfter(tables.now()))
          .ifPresent(it -> put(it, it.version(), tables.now(), it.last()));
      return find(tenant, name);
    });
  }

  private void put(Schedule was, long version, @Nullable Instant nextAt, @Nullable Firing last) {
    Recurrence recurrence = was.recurrence();
    tables.reconciling.schedules.put(
        was.id(),
        new Schedule(
            was.id(),
            was.tenant(),
            was.name(),
            recurrence,
            was.action(),
            was.project(),
            was.slug(),
            version,
            nextAt,
            last));
  }

  @Override
  public Optional<Due> due(Set<ScheduledAction> actions) {
    return tables.transact(() -> {
      Instant now = tables.now();
      return living()
          .filter(it -> actions.contains(it.action()) && isDue(it, now))
          .min(Comparator.comparing(it -> Objects.requireNonNull(it.nextAt())))
          .map(it -> new Due(it, now));
    });
  }

  private static boolean isDue(Schedule schedule, Instant now) {
    Instant at = schedule.nextAt();
    return at != null && !at.isAfter(now);
  }

  @Override
  public boolean fire(Due due, UUID run, @Nullable Instant next) {
    return tables.transact(() -> {
      Schedule seen = due.schedule();
      Schedule row = tables.reconciling.schedules.get(seen.id());
      if (row == null
          || row.version() != seen.version()
          || !Objects.equals(row.nextAt(), seen.nextAt())) {
        return false;
      }
      var last = new Firing(tables.now(), run, Firing.Outcome.BEGUN, null, null);
      put(row, row.version() + 1, next, last);
      return true;
    });
  }

  @Override
  public Optional<Firing.End> order(Due due, BulkOrder run, @Nullable Instant next) {
    return tables.transact(() -> {
      if (!fire(due, run.id(), next)) {
        return Optional.empty();
      }
      Firing.End end =
          new InMemoryBulk(tables).begin(run).isPresent()
              ? Firing.End.succeeded()
              : Firing.End.tooMany();
      ended(due, run.id(), end, Duration.ZERO);
      return Optional.of(end);
    });
  }

  @Override
  public void ended(Due due, UUID run, Firing.End end, Duration took) {
    tables.transact(() -> {
      Schedule row = tables.reconciling.schedules.get(due.schedule().id());
      Firing last = row == null ? null : row.last();
      if (row != null
          && last != null
          && last.outcome() == Firing.Outcome.BEGUN
          && last.run().equals(run)) {
        String error = end.error();
        String kept = error == null ? null : StorableText.of(error, Firing.MOST_ERROR);
        var now = new Firing(last.at(), last.run(), end.outcome(), kept, took);
        put(row, row.version(), row.nextAt(), now);
      }
      return true;
    });
  }
}

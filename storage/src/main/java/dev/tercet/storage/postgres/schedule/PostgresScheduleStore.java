package dev.tercet.storage.postgres.schedule;

import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduledAction;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.postgres.bulk.BulkRows;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row for each schedule; each firing is one guarded update. */
public final class PostgresScheduleStore implements ScheduleStore {
  private static final Query NOW = Query.of("SELECT clock_timestamp()");

  /** What is read of the schedules of living projects, and of those of none; and the time. */
  private static final String LIVING =
      """
      s.id, s.tenant, s.name, s.cron, s.zone, s.action, s.project, p.slug, s.version, s.next_at,
                 s.last_at, s.last_run, s.outcome, s.error, s.took_ms, statement_timestamp() AS at
            FROM schedule s
            LEFT JOIN project p ON p.id = s.project
           WHERE p.deleted_at IS NULL\
      """;

  private static final Query LIST =
      living(
          """
          SELECT {living}
             AND s.tenant = :tenant
           ORDER BY s.name
          """);

  private static final Query FIND =
      living(
          """
          SELECT {living}
             AND s.tenant = :tenant
             AND s.name = :name
          """);

  /** What is asked for as it stands changes nothing, whenever it is due next. */
  private static final Query PUT =
      Query.of(
          """
          INSERT INTO schedule AS s (id, tenant, name, cron, zone, action, project, next_at)
          SELECT :id::uuid, :tenant::text, :name::text, :cron::text, :zone::text, :action::text, :project::uuid,
                 :next::timestamptz
           WHERE EXISTS (SELECT
                           FROM schedule o
                           LEFT JOIN project p ON p.id = o.project
                          WHERE o.tenant = :tenant::text
                            AND o.name = :name::text
                            AND p.deleted_at IS NULL)
              OR (SELECT count(*)
                    FROM schedule o
                    LEFT JOIN project p ON p.id = o.project
                   WHERE p.deleted_at IS NULL) < :most
             AND (SELECT count(*)
                    FROM schedule o
                    LEFT JOIN project p ON p.id = o.project
                   WHERE o.tenant = :tenant::text
                     AND p.deleted_at IS NULL) < :most_of_tenant
              ON CONFLICT (tenant, name) DO UPDATE
             SET cron = excluded.cron,
                 zone = excluded.zone,
                 action = excluded.action,
                 project = excluded.project,
                 version = s.version + 1,
                 next_at = CASE WHEN (s.cron, s.zone) = (excluded.cron, excluded.zone)
                                THEN coalesce(s.next_at, excluded.next_at)
                                ELSE excluded.next_at END
           WHERE (s.cron, s.zone, s.action, s.project)
                 IS DISTINCT FROM (excluded.cron, excluded.zone, excluded.action, excluded.project)
              OR s.next_at IS NULL
          """);

  private static final Query DELETE =
      Query.of("DELETE FROM schedule WHERE tenant = :tenant AND name = :name");

  private static final Query HASTEN =
      Query.of(
          """
          UPDATE schedule
             SET next_at = statement_timestamp()
           WHERE tenant = :tenant
             AND name = :name
             AND coalesce(next_at > statement_timestamp(), true)
          """);

  private static final Query DUE =
      living(
          """
          SELECT {living}
             AND s.next_at <= statement_timestamp()
             AND s.action = ANY (:actions)
           ORDER BY s.next_at
           LIMIT 1
          """);

  private static final Query FIRE =
      Query.of(
          """
          UPDATE schedule
             SET next_at = :next,
                 version = version + 1,
                 last_at = statement_timestamp(),
                 last_run = :run,
                 outcome = 'begun',
                 error = NULL,
                 took_ms = NULL
           WHERE id = :id
             AND version = :version
             AND next_at = :seen
          """);

  private static final Query ENDED =
      Query.of(
          """
          UPDATE schedule
             SET outcome = :outcome,
                 error = :error,
                 took_ms = :took
           WHERE id = :id
             AND last_run = :run
             AND outcome = 'begun'
          """);

  private final Database database;
  private final Database limited;

  private static Query living(String statement) {
    return Query.of(SqlPieces.in(statement, Map.of("living", LIVING)));
  }

  /**
   * @param limited for what people ask
   */
  public PostgresScheduleStore(Database database, Database limited) {
    this.database = database;
    this.limited = limited;
  }

  @Override
  public Instant now() {
    return database.read(connection -> NOW.values().one(connection, row -> Rows.instant(row, 1)));
  }

  @Override
  public List<Schedule> list(String tenant) {
    return limited.read(connection ->
        LIST.with("tenant", tenant).list(connection, PostgresScheduleStore::schedule));
  }

  @Override
  public Optional<Schedule> find(String tenant, String name) {
    return limited.read(connection -> find(connection, tenant, name));
  }

  private static Optional<Schedule> find(Connection connection, String tenant, String name)
      throws SQLException {
    return FIND.with("tenant", tenant)
        .with("name", name)
        .first(connection, PostgresScheduleStore::schedule);
  }

  @Override
  public Optional<Schedule> put(Schedule.Order order) {
    return database.repeatable(connection -> {
      PUT.with("id", order.id())
          .with("tenant", order.tenant())
          .with("name", order.name())
          .with("cron", order.recurrence().cron())
          .with("zone", order.recurrence().zone())
          .with("action", order.action().label())
          .with("project", order.project())
          .with("next", order.nextAt())
          .with("most", MOST)
          .with("most_of_tenant", MOST_OF_TENANT)
          .update(connection);
      return find(connection, order.tenant(), order.name());
    });
  }

  @Override
  public boolean delete(String tenant, String name) {
    return database.write(
            connection -> DELETE.with("tenant", tenant).with("name", name).update(connection))
        > 0;
  }

  @Override
  public Optional<Schedule> hasten(String tenant, String name) {
    return database.repeatable(connection -> {
      HASTEN.with("tenant", tenant).with("name", name).update(connection);
      return find(connection, tenant, name);
    });
  }

  @Override
  public Optional<Due> due(Set<ScheduledAction> actions) {
    String[] labels = actions.stream().map(ScheduledAction::label).toArray(String[]::new);
    return database.read(connection ->
        DUE.with("actions", labels)
            .first(connection, row -> new Due(schedule(row), Rows.instant(row, 16))));
  }

  @Override
  public boolean fire(Due due, UUID run, @Nullable Instant next) {
    return database.write(connection -> fire(connection, due, run, next));
  }

  private static boolean fire(Connection connection, Due due, UUID run, @Nullable Instant next)
      throws SQLException {
    Schedule schedule = due.schedule();
    return FIRE.with("next", next)
            .with("run", run)
            .with("id", schedule.id())
            .with("version", schedule.version())
            .with("seen", schedule.nextAt())
            .update(connection)
        > 0;
  }

  @Override
  public Optional<Firing.End> order(Due due, BulkOrder run, @Nullable Instant next) {
    return database.write(connection -> {
      if (!fire(connection, due, run.id(), next)) {
        return Optional.empty();
      }
      Firing.End end =
          BulkRows.begin(connection, run).isPresent()
              ? Firing.End.succeeded()
              : Firing.End.tooMany();
      ended(connection, due, run.id(), end, Duration.ZERO);
      return Optional.of(end);
    });
  }

  @Override
  public void ended(Due due, UUID run, Firing.End end, Duration took) {
    database.write(connection -> ended(connection, due, run, end, took));
  }

  private static int ended(Connection connection, Due due, UUID run, Firing.End end, Duration took)
      throws SQLException {
    String error = end.error();
    return ENDED
        .with("outcome", end.outcome().label())
        .with("error", error == null ? null : StorableText.of(error, Firing.MOST_ERROR))
        .with("took", took.toMillis())
        .with("id", due.schedule().id())
        .with("run", run)
        .update(connection);
  }

  /** A row of the statements above. */
  private static Schedule schedule(ResultSet row) throws SQLException {
    return new Schedule(
        Rows.uuid(row, 1),
        Rows.text(row, 2),
        Rows.text(row, 3),
        new Recurrence(Rows.text(row, 4), Rows.text(row, 5)),
        ScheduledAction.ofLabel(Rows.text(row, 6)),
        Rows.uuidOrNull(row, 7),
        row.getString(8),
        row.getLong(9),
        Rows.instantOrNull(row, 10),
        last(row));
  }

  private static @Nullable Firing last(ResultSet row) throws SQLException {
    Instant at = Rows.instantOrNull(row, 11);
    if (at == null) {
      return null;
    }
    UUID run = Rows.uuid(row, 12);
    Firing.Outcome outcome = Firing.Outcome.ofLabel(Rows.text(row, 13));
    String error = row.getString(14);
    Long tookMillis = Rows.longOrNull(row, 15);
    return new Firing(
        at, run, outcome, error, tookMillis == null ? null : Duration.ofMillis(tookMillis));
  }
}

package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.MadeWithColumn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of bulk runs. A tenant's newest 1,000 that have ended are kept. */
public final class BulkRows {
  static final Query BEGIN =
      Query.of(
          """
          INSERT INTO bulk_run
                 (id, project, after, before, matched, more, action, status, failure_class, rate, tenant, source, code,
                  reason, ids, unlike)
          SELECT :id::uuid, :project::uuid, :after::timestamptz, :before::timestamptz, :matched::bigint, :more::boolean,
                 :action::text::bulk_action, :status::text::extraction_status, :class::text::failure_class, :rate::integer,
                 :tenant::text, :source::text, :code::text, :reason::text, :ids::uuid[],
                 :unlike::text[]
           WHERE (SELECT count(*) FROM bulk_run WHERE state = 'running') < :most
             AND (SELECT count(*) FROM bulk_run WHERE state = 'running' AND tenant = :tenant::text) < :most_of_tenant
              ON CONFLICT (id) DO NOTHING
          """);

  static final Query FORGET_OLD =
      Query.of(
          """
          DELETE FROM bulk_run
           WHERE id IN (SELECT id
                          FROM bulk_run
                         WHERE state <> 'running'
                           AND tenant = :tenant
                         ORDER BY finished_at DESC
                        OFFSET 1000)
          """);

  static final Query FIND =
      Query.of(
          """
          SELECT id, project, action, state, rate, matched, more, done, refused, started_at, finished_at
            FROM bulk_run
           WHERE id = :id
             AND tenant = :tenant
          """);

  static final Query ABORT =
      Query.of(
          """
          UPDATE bulk_run
             SET state = 'aborted',
                 finished_at = clock_timestamp()
           WHERE id = :id
             AND tenant = :tenant
             AND state = 'running'
          """);

  /** Nobody else has it while this transaction lasts, and nobody waits for it. */
  static final Query HOLD =
      Query.of(
          """
          SELECT id, project, action, rate, reason, cursor_since, cursor_id, started_at, tenant, status, source, code,
                 failure_class, after, before, ids,
                 project IS NULL
                 OR EXISTS (SELECT FROM project p WHERE p.id = bulk_run.project AND p.deleted_at IS NULL) AS living,
                 unlike
            FROM bulk_run
           WHERE state = 'running'
             AND next_at <= statement_timestamp()
           ORDER BY next_at
           LIMIT 1
             FOR NO KEY UPDATE SKIP LOCKED
          """);

  /** What was held up for longer than the catch-up goes on from now. */
  static final Query MOVE =
      Query.of(
          """
          UPDATE bulk_run
             SET cursor_since = :since,
                 cursor_id = :cursor,
                 done = done + :done::bigint,
                 refused = refused + :refused::bigint,
                 next_at = greatest(next_at, statement_timestamp() - :catch_up * interval '1 millisecond')
                           + (:done::bigint + :refused::bigint) * interval '1 second' / rate,
                 state = CASE WHEN :ended THEN 'finished' ELSE state END,
                 finished_at = CASE WHEN :ended THEN clock_timestamp() END
           WHERE id = :id
          """);

  /** Another run has its turn first. */
  static final Query PUT_OFF =
      Query.of(
          """
          UPDATE bulk_run
             SET next_at = clock_timestamp() + :pause * interval '1 millisecond'
           WHERE id = :id
             AND state = 'running'
          """);

  private BulkRows() {}

  /** Begins a run inside of that transaction; empty when too many go on. */
  public static Optional<BulkRun> begin(Connection connection, BulkOrder order)
      throws SQLException {
    BulkFilter filter = order.filter();
    Status status = filter.status();
    FailureClass failureClass = filter.failureClass();
    BEGIN
        .with("id", order.id())
        .with("project", filter.project())
        .with("after", filter.after())
        .with("before", filter.before())
        .with("matched", order.matched())
        .with("more", order.more())
        .with("action", order.action().label())
        .with("status", status == null ? null : status.label())
        .with("class", failureClass == null ? null : failureClass.label())
        .with("rate", order.rate())
        .with("tenant", filter.tenant())
        .with("source", filter.source())
        .with("code", filter.code())
        .with("reason", order.reason())
        .with("ids", filter.ids())
        .with("unlike", MadeWithColumn.written(filter.unlike()))
        .with("most", BulkStore.MOST_RUNNING)
        .with("most_of_tenant", BulkStore.MOST_OF_TENANT)
        .update(connection);
    FORGET_OLD.with("tenant", filter.tenant()).update(connection);
    return find(connection, filter.tenant(), order.id());
  }

  static Optional<BulkRun> find(Connection connection, String tenant, UUID run)
      throws SQLException {
    return FIND.with("id", run).with("tenant", tenant).first(connection, BulkRows::run);
  }

  static Optional<BulkRun> abort(Connection connection, String tenant, UUID run)
      throws SQLException {
    ABORT.with("id", run).with("tenant", tenant).update(connection);
    return find(connection, tenant, run);
  }

  static Optional<DueRun> hold(Connection connection) throws SQLException {
    return HOLD.values().first(connection, BulkRows::due);
  }

  /** The run has looked up to that place, and is finished when it has ended there. */
  static void move(
      Connection connection, UUID run, BulkWalk.Place to, BulkPage.Outcome page, boolean ended)
      throws SQLException {
    MOVE.with("id", run)
        .with("since", to.since())
        .with("cursor", to.id())
        .with("done", page.done())
        .with("refused", page.refused())
        .with("catch_up", BulkStore.CATCH_UP.toMillis())
        .with("ended", ended)
        .update(connection);
  }

  /** How many rows were put off: none when the run has ended. */
  static int putOff(Connection connection, UUID run) throws SQLException {
    return PUT_OFF.with("id", run).with("pause", BulkStore.PUT_OFF.toMillis()).update(connection);
  }

  private static BulkRun run(ResultSet row) throws SQLException {
    return new BulkRun(
        Rows.uuid(row, 1),
        Rows.uuidOrNull(row, 2),
        BulkAction.ofLabel(Rows.text(row, 3)),
        BulkRun.State.ofLabel(Rows.text(row, 4)),
        row.getInt(5),
        row.getLong(6),
        row.getBoolean(7),
        row.getLong(8),
        row.getLong(9),
        Rows.instant(row, 10),
        Rows.instantOrNull(row, 11));
  }

  private static DueRun due(ResultSet row) throws SQLException {
    return new DueRun(
        Rows.uuid(row, 1),
        BulkAction.ofLabel(Rows.text(row, 3)),
        filter(row),
        row.getInt(4),
        row.getString(5),
        new BulkWalk.Place(Rows.instant(row, 6), Rows.uuid(row, 7)),
        Rows.instant(row, 8),
        row.getBoolean(17));
  }

  private static BulkFilter filter(ResultSet row) throws SQLException {
    @Nullable String status = row.getString(10);
    @Nullable String failureClass = row.getString(13);
    return new BulkFilter(
        Rows.text(row, 9),
        Rows.uuidOrNull(row, 2),
        status == null ? null : Status.ofLabel(status),
        row.getString(11),
        row.getString(12),
        failureClass == null ? null : FailureClass.ofLabel(failureClass),
        Rows.instantOrNull(row, 14),
        Rows.instantOrNull(row, 15),
        ids(row.getArray(16)),
        row.getArray(18) == null ? null : Set.copyOf(MadeWithColumn.read(row, 18)));
  }

  private static List<UUID> ids(Array array) throws SQLException {
    return Arrays.stream((Object[]) array.getArray()).map(UUID.class::cast).toList();
  }
}

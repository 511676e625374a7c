package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Does to a page of extractions what a run is for. Each statement decides by what it finds under
 * its locks: what has changed since the page was read is left alone, and so is everything behind a
 * tombstone.
 */
final class BulkActs {
  static final Query RETRY =
      Query.of(
          StatusSql.of(
              """
              WITH changes AS (
                UPDATE extraction e
                   SET {retried}
                  FROM unnest(:ids::uuid[]) AS i(id)
                 WHERE e.id = i.id
                   AND (e.status::text = 'failed'
                        OR :waiting AND e.status::text = 'pending' AND e.due_at > statement_timestamp())
                   AND e.since < :begun
                   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
                RETURNING {change}, 'retried'::audit_event AS event, :reason::text AS reason
              ), {trail}
              SELECT was, status FROM changes
              """));

  static final Query CANCEL =
      Query.of(
          StatusSql.of(
              """
              WITH changes AS (
                UPDATE extraction e
                   SET status = 'cancelled', since = clock_timestamp(), {unqueued}, {unheld}
                  FROM unnest(:ids::uuid[]) AS i(id)
                 WHERE e.id = i.id
                   AND is_in_flight(e.status) IS TRUE
                   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
                RETURNING {change}, 'cancelled'::audit_event AS event, :reason::text AS reason
              ), {removals}, {trail}
              SELECT was, status FROM changes
              """));

  /** Of dead letters only what still is one. */
  static final Query DELETE =
      Query.of(
          StatusSql.of(
              """
              WITH changes AS (
                UPDATE extraction e
                   SET status = 'deleting', since = clock_timestamp(), {unqueued}, {unheld}
                  FROM unnest(:ids::uuid[]) AS i(id)
                 WHERE e.id = i.id
                   AND e.status <> 'deleting'
                   AND (NOT :dead OR e.status::text = 'failed' AND e.since < :begun)
                   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
                RETURNING {change}, 'deleted'::audit_event AS event, :reason::text AS reason
              ), {removals}, {trail}
              SELECT was, status FROM changes
              """));

  private BulkActs() {}

  /** Does it; how many extractions it took effect on. */
  static int act(Connection connection, DueRun run, List<UUID> ids, StatusChanges changes)
      throws SQLException {
    if (ids.isEmpty()) {
      return 0;
    }
    UUID project = run.filter().project();
    if (run.action() == BulkAction.AGAIN && project != null) {
      return MakeAgain.make(connection, project, run, ids, changes);
    }
    String reason = BulkOrder.words(run.action(), run.id(), run.reason());
    Query.Values values =
        switch (run.action()) {
          case RETRY -> RETRY.with("waiting", true).with("begun", run.begun());
          case REDRIVE -> RETRY.with("waiting", false).with("begun", run.begun());
          case CANCEL -> CANCEL.values();
          case DELETE -> DELETE.with("dead", false).with("begun", run.begun());
          case DISCARD -> DELETE.with("dead", true).with("begun", run.begun());
          case AGAIN ->
              throw new IllegalStateException("what is done is made again project by project");
        };
    return values
        .with("ids", ids)
        .with("reason", reason)
        .list(
            connection,
            row -> {
              Status from = Status.ofLabel(Rows.text(row, 1));
              Status to = Status.ofLabel(Rows.text(row, 2));
              if (from != to) {
                changes.add(from, to);
              }
              return from;
            })
        .size();
  }
}

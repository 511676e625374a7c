package dev.tercet.storage.postgres.session;

import dev.tercet.saga.Status;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Takes back the crashes that the end of a session counted, when its process turns out to live
 * (docs/protocol.md §7); what this does to a row is {@code SagaTransitions}' word.
 */
public final class CrashReversal {
  /** A document that comes back is marked as after a retry: a newer version may be there by now. */
  public static final Query TAKE_BACK =
      Query.of(
          StatusSql.of(
              """
              WITH mine AS MATERIALIZED (
                SELECT id
                  FROM extraction
                 WHERE crashed_in @> ARRAY[:session::uuid]
                   AND crashes > 0
                   AND (is_in_flight(status) IS TRUE
                        OR status::text = 'failed' AND failure_class = 'poison')
                 ORDER BY id
                   FOR NO KEY UPDATE
              ), changes AS (
                UPDATE extraction e
                   SET crashes = e.crashes - 1,
                       crashed_in = array_remove(e.crashed_in, :session::uuid),
                       status = CASE WHEN e.status = 'failed' THEN 'pending' ELSE e.status END,
                       since = CASE WHEN e.status = 'failed' THEN clock_timestamp() ELSE e.since END,
                       due_at = CASE WHEN e.status = 'failed' THEN clock_timestamp() ELSE e.due_at END,
                       revived = e.revived OR e.status = 'failed'
                  FROM mine
                 WHERE e.id = mine.id
                RETURNING {change}, 'crash_taken_back'::audit_event AS event,
                          'its worker lived on' AS reason
              ), {trail}
              SELECT was FROM changes
              """));

  private CrashReversal() {}

  /** Clears the documents of that session; doing so again changes nothing more. */
  static int of(Connection connection, UUID session, StatusChanges changes) throws SQLException {
    changes.clear();
    List<Status> were =
        TAKE_BACK
            .with("session", session)
            .list(connection, row -> Status.ofLabel(Rows.text(row, 1)));
    were.stream().filter(Status.FAILED::equals).forEach(was -> changes.add(was, Status.PENDING));
    return were.size();
  }
}

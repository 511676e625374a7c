package dev.tercet.storage.postgres;

import dev.tercet.saga.ClaimReaper.Ended;
import dev.tercet.saga.ReleaseCause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Takes claims back, each with its audit row; what each cause does to the counters is {@code
 * SagaTransitions}' word.
 */
final class ClaimRelease {
  /** The claims of one session, by key, so that two releases never wait for each other. */
  private static final String OF_SESSION =
      """
      SELECT id
        FROM extraction
       WHERE session = ?
         AND status = 'processing'
       ORDER BY id
         FOR UPDATE
      """;

  private static final String ABANDONED =
      """
      SELECT e.id
        FROM extraction e
        LEFT JOIN worker_session w ON w.id = e.session AND w.closed_at IS NULL
       WHERE e.status = 'processing'
         AND w.id IS NULL
       ORDER BY e.id
       LIMIT ?
         FOR UPDATE OF e SKIP LOCKED
      """;

  private static final String HUNG =
      """
      SELECT id
        FROM extraction
       WHERE status = 'processing'
         AND deadline < clock_timestamp()
       ORDER BY id
       LIMIT ?
         FOR UPDATE SKIP LOCKED
      """;

  /** Guarded by the status only, since the rows are locked by the statement before. */
  private static final String RELEASE =
      """
      WITH before AS (
        SELECT e.id, e.session, e.epoch, e.project,
               e.crashes + (c.cause = 'CRASHED')::integer AS crashes,
               c.cause = 'CRASHED' AND e.crashes + 1 >= c.max_crashes AS is_poison,
               c.cause = 'DEADLINE_PASSED' AND e.attempts >= e.max_attempts AS is_spent,
               CASE WHEN c.cause IN ('DRAINED', 'LEASE_EXPIRED') THEN greatest(e.attempts - 1, 0)
                    ELSE e.attempts END AS attempts,
               c.cause
          FROM extraction e, (SELECT ?::text AS cause, ?::integer AS max_crashes) AS c
         WHERE e.id = ANY (?::uuid[])
           AND e.status = 'processing'
      ), released AS (
        UPDATE extraction e
           SET status = CASE WHEN b.is_poison OR b.is_spent THEN 'failed' ELSE 'pending' END::extraction_status,
               due_at = CASE WHEN b.is_poison OR b.is_spent THEN NULL ELSE clock_timestamp() END,
               since = clock_timestamp(),
               session = NULL,
               deadline = NULL,
               attempt_timeout_ms = NULL,
               attempts = b.attempts,
               crashes = CASE b.cause WHEN 'DEADLINE_PASSED' THEN 0 ELSE b.crashes END,
               failure_code = CASE WHEN b.is_poison THEN 'worker-crashed' WHEN b.is_spent THEN 'attempt-deadline'
                                   ELSE e.failure_code END,
               failure_class = CASE WHEN b.is_poison THEN 'poison' WHEN b.is_spent THEN 'transient'
                                    ELSE e.failure_class END::failure_class,
               failure_stage = CASE WHEN b.is_poison OR b.is_spent THEN e.stage ELSE e.failure_stage END,
               failure_message = CASE
                 WHEN b.is_poison THEN 'its worker died ' || b.crashes
                   || ' times in a row while it ran; retry it once the cause is known'
                 WHEN b.is_spent THEN 'attempt ' || b.attempts || ' did not end before its deadline'
                 ELSE e.failure_message END
          FROM before b
         WHERE e.id = b.id
           AND e.status = 'processing'
        RETURNING e.id, e.project, e.epoch, e.status, e.since, b.session
      ), noted AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
        SELECT id, project, since, epoch, 'processing', status, session, ?
          FROM released
         ORDER BY id
      )
      SELECT count(*) FILTER (WHERE status = 'pending') AS released,
             count(*) FILTER (WHERE status = 'failed') AS parked
        FROM released
      """;

  private ClaimRelease() {}

  static String reason(ReleaseCause cause) {
    return switch (cause) {
      case CRASHED -> "its worker died";
      case LEASE_EXPIRED -> "its worker's heartbeat is older than the lease";
      case DRAINED -> "its worker does not hold it any more";
      case DEADLINE_PASSED -> "the attempt did not end before its deadline";
    };
  }

  static Ended ofSession(Connection connection, UUID session, ReleaseCause cause, int maxCrashes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_SESSION)) {
      statement.setObject(1, session);
      return release(
          connection, Rows.list(statement, row -> Rows.uuid(row, 1)).toArray(), cause, maxCrashes);
    }
  }

  static int abandoned(Connection connection, int limit) throws SQLException {
    return some(connection, ABANDONED, ReleaseCause.DRAINED, limit);
  }

  static int hung(Connection connection, int limit) throws SQLException {
    return some(connection, HUNG, ReleaseCause.DEADLINE_PASSED, limit);
  }

  private static int some(Connection connection, String which, ReleaseCause cause, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(which)) {
      statement.setInt(1, limit);
      Ended ended =
          release(
              connection,
              Rows.list(statement, row -> Rows.uuid(row, 1)).toArray(),
              cause,
              Integer.MAX_VALUE);
      return ended.released() + ended.parked();
    }
  }

  private static Ended release(
      Connection connection, Object[] ids, ReleaseCause cause, int maxCrashes) throws SQLException {
    if (ids.length == 0) {
      return new Ended(cause, 0, 0);
    }
    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
      statement.setString(1, cause.name());
      statement.setInt(2, maxCrashes);
      statement.setArray(3, connection.createArrayOf("uuid", ids));
      statement.setString(4, reason(cause));
      try (ResultSet counts = statement.executeQuery()) {
        counts.next();
        return new Ended(cause, counts.getInt("released"), counts.getInt("parked"));
      }
    }
  }
}

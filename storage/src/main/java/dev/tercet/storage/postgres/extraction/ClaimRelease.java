package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper.Ended;
import dev.tercet.storage.postgres.extraction.ReleaseOperation.Release;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Takes claims back, each with its audit row; what each cause does to the counters is {@code
 * SagaTransitions}' word. Claims in projects with a tombstone are left to their deletion.
 */
public final class ClaimRelease {
  /** The claims of one session, by key, so that two releases never wait for each other. */
  private static final String OF_SESSION =
      """
      SELECT id, epoch, session
        FROM extraction e
       WHERE session = ?
         AND status = 'processing'
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
       ORDER BY id
         FOR UPDATE
      """;

  /**
   * Each session is found by its id, and not all open ones for each claim. A row that was claimed
   * anew before it was locked is of another session, and stays.
   */
  private static final String ABANDONED =
      """
      WITH abandoned AS MATERIALIZED (
        SELECT e.id, e.session
          FROM extraction e
         WHERE e.status = 'processing'
           AND (SELECT w.closed_at IS NULL FROM worker_session w WHERE w.id = e.session) IS NOT TRUE
      )
      SELECT e.id, e.epoch, e.session
        FROM extraction e
       WHERE e.id = ANY (ARRAY (SELECT id FROM abandoned))
         AND e.session = ANY (ARRAY (SELECT session FROM abandoned))
         AND e.status = 'processing'
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
       ORDER BY e.id
       LIMIT ?
         FOR UPDATE OF e SKIP LOCKED
      """;

  private static final String HUNG =
      """
      SELECT id, epoch, session
        FROM extraction e
       WHERE status = 'processing'
         AND deadline < statement_timestamp()
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
       ORDER BY id
       LIMIT ?
         FOR UPDATE SKIP LOCKED
      """;

  private ClaimRelease() {}

  public static Ended ofSession(
      Connection connection,
      UUID session,
      ReleaseCause cause,
      int maxCrashes,
      StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_SESSION)) {
      statement.setObject(1, session);
      return release(connection, statement, cause, maxCrashes, changes);
    }
  }

  public static int abandoned(Connection connection, int limit, StatusChanges changes)
      throws SQLException {
    return some(connection, ABANDONED, ReleaseCause.DRAINED, limit, changes);
  }

  public static int hung(Connection connection, int limit, StatusChanges changes)
      throws SQLException {
    return some(connection, HUNG, ReleaseCause.DEADLINE_PASSED, limit, changes);
  }

  private static int some(
      Connection connection, String which, ReleaseCause cause, int limit, StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(which)) {
      statement.setInt(1, limit);
      Ended ended = release(connection, statement, cause, Integer.MAX_VALUE, changes);
      return ended.released() + ended.parked();
    }
  }

  private static Ended release(
      Connection connection,
      PreparedStatement which,
      ReleaseCause cause,
      int maxCrashes,
      StatusChanges changes)
      throws SQLException {
    List<Release> claims =
        Rows.list(
            which,
            row ->
                new Release(
                    Rows.uuid(row, 1), row.getLong(2), Rows.uuid(row, 3), cause, maxCrashes));
    Collection<Status> freed = ReleaseOperation.free(connection, claims, changes).values();
    int parked = Collections.frequency(freed, Status.FAILED);
    return new Ended(cause, freed.size() - parked, parked);
  }
}

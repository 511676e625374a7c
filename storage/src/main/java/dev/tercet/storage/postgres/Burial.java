package dev.tercet.storage.postgres;

import dev.tercet.saga.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Sets a project's tombstone, from whose commit on nothing of it is seen or accepted, and turns its
 * extractions {@code deleting} in batches. Burying again finishes what a crash left.
 */
final class Burial {
  private static final int AT_ONCE = 1_000;

  /** Waits for those who are accepting and answering: they hold the row until their commit. */
  private static final String LOCK = "SELECT deleted_at FROM project WHERE id = ? FOR UPDATE";

  private static final String TOMBSTONE =
      "UPDATE project SET deleted_at = clock_timestamp() WHERE id = ? AND deleted_at IS NULL";

  private static final String DELETE =
      """
      WITH page AS MATERIALIZED (
        SELECT extraction
          FROM document
         WHERE project = ?
           AND extraction > ?
         ORDER BY extraction
         LIMIT ?
      ), changed AS (
        UPDATE extraction e
           SET status = 'deleting', since = clock_timestamp(), due_at = NULL, message_ms = NULL,
               message_sequence = NULL, marker = NULL, session = NULL, deadline = NULL,
               attempt_timeout_ms = NULL
          FROM page
         WHERE e.id = page.extraction
           AND e.status <> 'deleting'
        RETURNING e.id, e.project, e.since, e.epoch, old.status AS was, old.session AS worker
      ), removals AS (
        INSERT INTO removal (extraction, project, reason)
        SELECT id, project, 'deleting' FROM changed
        ON CONFLICT (extraction) DO UPDATE
           SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
      ), trail AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
        SELECT id, project, since, epoch, was, 'deleting', worker, 'its project was deleted'
          FROM changed
      )
      SELECT page.extraction, changed.was
        FROM page
        LEFT JOIN changed ON changed.id = page.extraction
       ORDER BY page.extraction
      """;

  private static final UUID START = new UUID(0, 0);

  private final Database database;
  private final TransitionCounter counter;

  Burial(Database database, TransitionCounter counter) {
    this.database = database;
    this.counter = counter;
  }

  /** False when the project had its tombstone before, or does not exist. */
  boolean bury(UUID project) {
    boolean buried = database.repeatable(connection -> setTombstone(connection, project));
    Optional<UUID> after = Optional.of(START);
    while (after.isPresent()) {
      UUID from = after.get();
      Moves moves = new Moves();
      after = database.repeatable(connection -> deletePage(connection, project, from, moves));
      counter.count(moves);
    }
    return buried;
  }

  private static boolean setTombstone(Connection connection, UUID project) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement set = connection.prepareStatement(TOMBSTONE)) {
      lock.setObject(1, project);
      lock.execute();
      set.setObject(1, project);
      return set.executeUpdate() == 1;
    }
  }

  /** The last extraction of the page; empty when there is none left. */
  private static Optional<UUID> deletePage(
      Connection connection, UUID project, UUID after, Moves moves) throws SQLException {
    moves.clear();
    Optional<UUID> last = Optional.empty();
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setObject(1, project);
      statement.setObject(2, after);
      statement.setInt(3, AT_ONCE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          last = Optional.of(Rows.uuid(row, 1));
          String was = row.getString(2);
          if (was != null) {
            moves.add(Status.ofLabel(was), Status.DELETING);
          }
        }
      }
    }
    return last;
  }
}

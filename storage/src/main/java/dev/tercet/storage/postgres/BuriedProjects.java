package dev.tercet.storage.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The end of projects whose extractions are gone: page by page, their own rows last. */
final class BuriedProjects {
  private static final int AT_ONCE = 2_000;

  /** One that another process has locked is that process's. */
  private static final String NEXT =
      """
      SELECT p.id
        FROM project p
       WHERE p.deleted_at IS NOT NULL
         AND p.buried
         AND NOT EXISTS (SELECT FROM document d WHERE d.project = p.id)
       ORDER BY p.deleted_at
       LIMIT 1
         FOR UPDATE OF p SKIP LOCKED
      """;

  /** What is left of such a project, a page of each kind. */
  private static final List<String> ROWS =
      List.of(
          """
          DELETE FROM mention
           WHERE (entity, extraction) IN (
             SELECT m.entity, m.extraction
               FROM entity n
               JOIN mention m ON m.entity = n.id
              WHERE n.project = ?
              LIMIT ?)
          """,
          """
          DELETE FROM entity
           WHERE id IN (SELECT id FROM entity WHERE project = ? LIMIT ?)
          """,
          """
          DELETE FROM answer
           WHERE (project, fingerprint) IN (
             SELECT project, fingerprint FROM answer WHERE project = ? LIMIT ?)
          """,
          """
          DELETE FROM idempotency_key
           WHERE (project, key) IN (
             SELECT project, key FROM idempotency_key WHERE project = ? LIMIT ?)
          """,
          """
          DELETE FROM source
           WHERE id IN (SELECT id FROM source WHERE project = ? LIMIT ?)
          """,
          """
          DELETE FROM status_difference
           WHERE ctid = ANY (ARRAY (SELECT ctid FROM status_difference WHERE project = ? LIMIT ?))
          """,
          """
          DELETE FROM status_count
           WHERE (project, status) IN (
             SELECT project, status FROM status_count WHERE project = ? LIMIT ?)
          """);

  private static final String DROP = "DELETE FROM project WHERE id = ?";

  private BuriedProjects() {}

  /** Works on one of them; returns 0 when there is none. */
  static int drop(Connection connection) throws SQLException {
    List<UUID> next;
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      next = Rows.list(statement, row -> Rows.uuid(row, 1));
    }
    for (UUID project : next) {
      if (isLastPage(connection, project)) {
        try (PreparedStatement drop = connection.prepareStatement(DROP)) {
          drop.setObject(1, project);
          drop.executeUpdate();
        }
      }
    }
    return next.size();
  }

  private static boolean isLastPage(Connection connection, UUID project) throws SQLException {
    boolean last = true;
    for (String rows : ROWS) {
      try (PreparedStatement delete = connection.prepareStatement(rows)) {
        delete.setObject(1, project);
        delete.setInt(2, AT_ONCE);
        last &= delete.executeUpdate() < AT_ONCE;
      }
    }
    return last;
  }
}

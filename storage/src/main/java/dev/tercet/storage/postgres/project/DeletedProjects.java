package dev.tercet.storage.postgres.project;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The end of projects whose extractions are gone: page by page, their own rows last. */
public final class DeletedProjects {
  private static final int AT_ONCE = 2_000;

  /** One that another process has locked is that process's. */
  private static final String NEXT =
      """
      SELECT p.id
        FROM project p
       WHERE p.deleted_at IS NOT NULL
         AND p.buried
         AND p.id <> ALL (?::uuid[])
         AND NOT EXISTS (SELECT FROM document d WHERE d.project = p.id)
       ORDER BY p.deleted_at
       LIMIT 1
         FOR UPDATE OF p SKIP LOCKED
      """;

  public static final String ENTITIES =
      """
      SELECT id
        FROM entity
       WHERE project = ?
       ORDER BY type, key
       LIMIT ?
      """;

  /** A mention does not say whose it is. */
  public static final String MENTIONS =
      """
      DELETE FROM mention
       WHERE (entity, extraction) IN (
         SELECT entity, extraction FROM mention WHERE entity = ANY (?::uuid[]) LIMIT ?)
      """;

  public static final String DROP_ENTITIES =
      """
      DELETE FROM entity
       WHERE id = ANY (?::uuid[])
      """;

  /** What else is left of such a project, a page of each kind. */
  private static final List<String> ROWS =
      List.of(
          """
          DELETE FROM answer
           WHERE (project, fingerprint) IN (
             SELECT project, fingerprint FROM answer WHERE project = ? LIMIT ?)
          """,
          """
          DELETE FROM answer_use
           WHERE ctid = ANY (ARRAY (SELECT ctid FROM answer_use WHERE project = ? LIMIT ?))
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

  private final Database database;

  /** Those whose end failed here, until there is no other. */
  private final Set<UUID> failing = ConcurrentHashMap.newKeySet();

  public DeletedProjects(Database database) {
    this.database = database;
  }

  /** Works on one of them; returns 0 when there is none. One that fails comes last from then on. */
  public int drop() {
    AtomicReference<@Nullable UUID> working = new AtomicReference<>();
    try {
      int worked = database.repeatable(connection -> drop(connection, working));
      if (worked == 0) {
        failing.clear();
      }
      return worked;
    } catch (RuntimeException e) {
      UUID project = working.get();
      if (project != null) {
        failing.add(project);
      }
      throw e;
    }
  }

  private int drop(Connection connection, AtomicReference<@Nullable UUID> working)
      throws SQLException {
    List<UUID> next;
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      statement.setArray(1, connection.createArrayOf("uuid", failing.toArray()));
      next = Rows.list(statement, row -> Rows.uuid(row, 1));
    }
    for (UUID project : next) {
      working.set(project);
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
    boolean last = isLastPageOfEntities(connection, project);
    for (String rows : ROWS) {
      try (PreparedStatement delete = connection.prepareStatement(rows)) {
        delete.setObject(1, project);
        delete.setInt(2, AT_ONCE);
        last &= delete.executeUpdate() < AT_ONCE;
      }
    }
    return last;
  }

  /** An entity goes when nothing mentions it any more. */
  private static boolean isLastPageOfEntities(Connection connection, UUID project)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(ENTITIES);
        PreparedStatement forget = connection.prepareStatement(MENTIONS);
        PreparedStatement drop = connection.prepareStatement(DROP_ENTITIES)) {
      find.setObject(1, project);
      find.setInt(2, AT_ONCE);
      List<UUID> page = Rows.list(find, row -> Rows.uuid(row, 1));
      Array ids = connection.createArrayOf("uuid", page.toArray());
      forget.setArray(1, ids);
      forget.setInt(2, AT_ONCE);
      if (forget.executeUpdate() == AT_ONCE) {
        return false;
      }
      drop.setArray(1, ids);
      drop.executeUpdate();
      return page.size() < AT_ONCE;
    }
  }
}

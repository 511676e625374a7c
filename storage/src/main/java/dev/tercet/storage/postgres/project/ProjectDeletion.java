package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Status;
import dev.tercet.saga.port.RemovalStore.Followed;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What follows a project's tombstone: its extractions turn {@code deleting}, page by page. How far
 * that has come stands in the project's row, so that whoever comes next goes on (docs/protocol.md
 * §6). After the tombstone nothing joins the project, so that nothing is ever behind it.
 */
public final class ProjectDeletion {
  /** One page at a time: other processes take other projects meanwhile. */
  static final Query NEXT =
      Query.of(
          """
          SELECT id, buried_to
            FROM project
           WHERE deleted_at IS NOT NULL
             AND NOT buried
           ORDER BY deleted_at
           LIMIT 1
             FOR NO KEY UPDATE SKIP LOCKED
          """);

  private static final Query PAGE =
      Query.of(
          """
          SELECT extraction
            FROM document
           WHERE project = :project
             AND extraction > :after
           ORDER BY extraction
           LIMIT :limit
          """);

  /** Whoever is moving one of them has committed when this returns. */
  private static final Query LOCK =
      Query.of(
          """
          SELECT id
            FROM extraction
           WHERE id = ANY (:page::uuid[])
           ORDER BY id
             FOR NO KEY UPDATE
          """);

  private static final Query DELETE =
      Query.of(
          StatusSql.of(
              """
              WITH changes AS (
                UPDATE extraction e
                   SET status = 'deleting', since = clock_timestamp(), {unqueued}, {unheld}
                 WHERE e.id = ANY (:page::uuid[])
                   AND e.status::text <> 'deleting'
                RETURNING {change}, 'project_deleted'::audit_event AS event,
                          'its project was deleted' AS reason
              ), {removals}, {trail}
              SELECT was FROM changes
              """));

  private static final Query NOTE =
      Query.of(
          """
          UPDATE project
             SET buried_to = coalesce(:to, buried_to),
                 buried = :buried
           WHERE id = :project
          """);

  /** Of each project no more are looked at than are counted, whatever they are. */
  private static final Query UNTOUCHED =
      Query.of(
          """
          SELECT count(*) FILTER (WHERE status <> 'deleting')
            FROM (
                  SELECT e.status
                    FROM project p
                   CROSS JOIN LATERAL (
                         SELECT d.extraction
                           FROM document d
                          WHERE d.project = p.id
                            AND d.extraction > coalesce(p.buried_to, '00000000-0000-0000-0000-000000000000')
                          ORDER BY d.extraction
                          LIMIT :most) AS next
                    JOIN extraction e ON e.id = next.extraction
                   WHERE p.deleted_at IS NOT NULL
                     AND NOT p.buried
                   LIMIT :most
                 ) AS behind_a_tombstone
          """);

  /** Pages of one call in which nothing turns: a call is bounded, and its caller comes again. */
  public static final int PAGES = 20;

  private record Doomed(UUID project, @Nullable UUID after) {}

  private final Database database;
  private final TransitionCounter counter;

  public ProjectDeletion(Database database, TransitionCounter counter) {
    this.database = database;
    this.counter = counter;
  }

  /** Works on pages until one has something to do, each in its own transaction. */
  public Followed follow(int limit) {
    StatusChanges changes = new StatusChanges();
    boolean more = true;
    for (int page = 0; more && changes.size() == 0 && page < PAGES; page++) {
      more = database.repeatable(connection -> follow(connection, limit, changes));
    }
    counter.count(changes);
    return new Followed(changes.size(), more);
  }

  /** Whether there was a project to work on. */
  private static boolean follow(Connection connection, int limit, StatusChanges changes)
      throws SQLException {
    changes.clear();
    List<Doomed> doomed =
        NEXT.values()
            .list(connection, row -> new Doomed(Rows.uuid(row, 1), Rows.uuidOrNull(row, 2)));
    if (doomed.isEmpty()) {
      return false;
    }
    List<UUID> page = page(connection, doomed.getFirst(), limit);
    if (!page.isEmpty()) {
      delete(connection, page, changes);
    }
    NOTE.with("to", page.isEmpty() ? null : page.getLast())
        .with("buried", page.size() < limit)
        .with("project", doomed.getFirst().project())
        .update(connection);
    return true;
  }

  private static List<UUID> page(Connection connection, Doomed doomed, int limit)
      throws SQLException {
    return PAGE.with("project", doomed.project())
        .with("after", doomed.after() == null ? new UUID(0, 0) : doomed.after())
        .with("limit", limit)
        .list(connection, row -> Rows.uuid(row, 1));
  }

  private static void delete(Connection connection, List<UUID> page, StatusChanges changes)
      throws SQLException {
    LOCK.with("page", page).list(connection, _ -> true);
    DELETE
        .with("page", page)
        .list(connection, row -> Status.ofLabel(Rows.text(row, 1)))
        .forEach(was -> changes.add(was, Status.DELETING));
  }

  /** How many of the next extractions are still to turn. */
  public long untouched(int most) {
    return database.read(
        connection -> UNTOUCHED.with("most", most).one(connection, row -> row.getLong(1)));
  }
}

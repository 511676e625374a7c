package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Status;
import dev.tercet.saga.port.RemovalStore.Followed;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
  static final String NEXT =
      """
      SELECT id, buried_to
        FROM project
       WHERE deleted_at IS NOT NULL
         AND NOT buried
       ORDER BY deleted_at
       LIMIT 1
         FOR NO KEY UPDATE SKIP LOCKED
      """;

  static final String PAGE =
      """
      SELECT extraction
        FROM document
       WHERE project = ?
         AND extraction > ?
       ORDER BY extraction
       LIMIT ?
      """;

  /** Whoever is moving one of them has committed when this returns. */
  private static final String LOCK =
      """
      SELECT id
        FROM extraction
       WHERE id = ANY (?::uuid[])
       ORDER BY id
         FOR NO KEY UPDATE
      """;

  private static final String DELETE =
      StatusSql.of(
          """
          WITH changes AS (
            UPDATE extraction e
               SET status = 'deleting', since = clock_timestamp(), {unqueued}, {unheld}
             WHERE e.id = ANY (?::uuid[])
               AND e.status::text <> 'deleting'
            RETURNING {change}, 'project_deleted'::audit_event AS event,
                      'its project was deleted' AS reason
          ), {removals}, {trail}
          SELECT was FROM changes
          """);

  private static final String NOTE =
      """
      UPDATE project
         SET buried_to = coalesce(?, buried_to),
             buried = ?
       WHERE id = ?
      """;

  /** Of each project no more are looked at than are counted, whatever they are. */
  static final String UNTOUCHED =
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
                      LIMIT ?) AS next
                JOIN extraction e ON e.id = next.extraction
               WHERE p.deleted_at IS NOT NULL
                 AND NOT p.buried
               LIMIT ?
             ) AS behind_a_tombstone
      """;

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
    List<Doomed> doomed;
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      doomed = Rows.list(statement, row -> new Doomed(Rows.uuid(row, 1), Rows.uuidOrNull(row, 2)));
    }
    if (doomed.isEmpty()) {
      return false;
    }
    List<UUID> page = page(connection, doomed.getFirst(), limit);
    if (!page.isEmpty()) {
      delete(connection, page, changes);
    }
    try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
      statement.setObject(1, page.isEmpty() ? null : page.getLast());
      statement.setBoolean(2, page.size() < limit);
      statement.setObject(3, doomed.getFirst().project());
      statement.executeUpdate();
    }
    return true;
  }

  private static List<UUID> page(Connection connection, Doomed doomed, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      statement.setObject(1, doomed.project());
      statement.setObject(2, doomed.after() == null ? new UUID(0, 0) : doomed.after());
      statement.setInt(3, limit);
      return Rows.list(statement, row -> Rows.uuid(row, 1));
    }
  }

  private static void delete(Connection connection, List<UUID> page, StatusChanges changes)
      throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      var ids = connection.createArrayOf("uuid", page.toArray());
      lock.setArray(1, ids);
      lock.execute();
      delete.setArray(1, ids);
      Rows.list(delete, row -> Status.ofLabel(Rows.text(row, 1)))
          .forEach(was -> changes.add(was, Status.DELETING));
    }
  }

  /** How many of the next extractions are still to turn. */
  public long untouched(int most) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(UNTOUCHED)) {
        statement.setInt(1, most);
        statement.setInt(2, most);
        try (ResultSet count = statement.executeQuery()) {
          count.next();
          return count.getLong(1);
        }
      }
    });
  }
}

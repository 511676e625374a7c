package dev.tercet.storage.postgres.project;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The end of projects whose extractions are gone: page by page, their own rows last. */
public final class DeletedProjects {
  private static final int AT_ONCE = 2_000;

  /** One that another process has locked is that process's. */
  private static final Query NEXT =
      Query.of(
          """
          SELECT p.id
            FROM project p
           WHERE p.deleted_at IS NOT NULL
             AND p.buried
             AND p.id <> ALL (:failing::uuid[])
             AND NOT EXISTS (SELECT FROM document d WHERE d.project = p.id)
           ORDER BY p.deleted_at
           LIMIT 1
             FOR UPDATE OF p SKIP LOCKED
          """);

  public static final Query ENTITIES =
      Query.of(
          """
          SELECT id
            FROM entity
           WHERE project = :project
           ORDER BY type, key
           LIMIT :limit
          """);

  /** A mention does not say whose it is. */
  public static final Query MENTIONS =
      Query.of(
          """
          DELETE FROM mention
           WHERE (entity, extraction) IN (
             SELECT entity, extraction FROM mention WHERE entity = ANY (:entities::uuid[]) LIMIT :limit)
          """);

  public static final Query DROP_ENTITIES =
      Query.of(
          """
          DELETE FROM entity
           WHERE id = ANY (:entities::uuid[])
          """);

  /** What else is left of such a project, a page of each kind. */
  private static final List<Query> ROWS =
      Stream.of(
              """
              DELETE FROM answer
               WHERE (project, fingerprint) IN (
                 SELECT project, fingerprint FROM answer WHERE project = :project LIMIT :limit)
              """,
              """
              DELETE FROM answer_use
               WHERE ctid = ANY (ARRAY (SELECT ctid FROM answer_use WHERE project = :project LIMIT :limit))
              """,
              """
              DELETE FROM idempotency_key
               WHERE (project, key) IN (
                 SELECT project, key FROM idempotency_key WHERE project = :project LIMIT :limit)
              """,
              """
              DELETE FROM source
               WHERE id IN (SELECT id FROM source WHERE project = :project LIMIT :limit)
              """,
              """
              DELETE FROM status_difference
               WHERE ctid = ANY (ARRAY (SELECT ctid FROM status_difference WHERE project = :project LIMIT :limit))
              """,
              """
              DELETE FROM status_count
               WHERE (project, status) IN (
                 SELECT project, status FROM status_count WHERE project = :project LIMIT :limit)
              """)
          .map(Query::of)
          .toList();

  private static final Query DROP = Query.of("DELETE FROM project WHERE id = :project");

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
    List<UUID> next = NEXT.with("failing", failing).list(connection, row -> Rows.uuid(row, 1));
    for (UUID project : next) {
      working.set(project);
      if (isLastPage(connection, project)) {
        DROP.with("project", project).update(connection);
      }
    }
    return next.size();
  }

  private static boolean isLastPage(Connection connection, UUID project) throws SQLException {
    boolean last = isLastPageOfEntities(connection, project);
    for (Query rows : ROWS) {
      last &= page(rows, project).update(connection) < AT_ONCE;
    }
    return last;
  }

  /** An entity goes when nothing mentions it any more. */
  private static boolean isLastPageOfEntities(Connection connection, UUID project)
      throws SQLException {
    List<UUID> page = page(ENTITIES, project).list(connection, row -> Rows.uuid(row, 1));
    if (MENTIONS.with("entities", page).with("limit", AT_ONCE).update(connection) == AT_ONCE) {
      return false;
    }
    DROP_ENTITIES.with("entities", page).update(connection);
    return page.size() < AT_ONCE;
  }

  private static Query.Values page(Query rows, UUID project) {
    return rows.with("project", project).with("limit", AT_ONCE);
  }
}

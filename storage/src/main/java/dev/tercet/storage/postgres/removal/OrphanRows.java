package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.Scope;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.OrphanRowPage;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose extraction is gone. Each page is one statement, so that row and extraction are of one
 * moment: they come in one transaction, or the extraction first. The pages leap from one extraction
 * to the next, however many rows name it.
 */
public final class OrphanRows {
  private static final Query PASSAGES =
      Query.of(
          """
          WITH RECURSIVE walk AS (
            (SELECT extraction FROM passage WHERE extraction > :after::uuid ORDER BY extraction LIMIT 1)
             UNION ALL
            SELECT (SELECT p.extraction
                      FROM passage p
                     WHERE p.extraction > w.extraction
                     ORDER BY p.extraction
                     LIMIT 1)
              FROM walk w
             WHERE w.extraction IS NOT NULL
          ), seen AS MATERIALIZED (
            SELECT extraction FROM walk WHERE extraction IS NOT NULL LIMIT :limit
          )
          SELECT s.extraction,
                 CASE WHEN e.id IS NULL
                      THEN (SELECT count(*) FROM passage p WHERE p.extraction = s.extraction)
                      ELSE 0
                 END
            FROM seen s
            LEFT JOIN extraction e ON e.id = s.extraction
           ORDER BY s.extraction
          """);

  /** The next one is most often of the same month; if not, every month after it is looked into. */
  private static final Query CALLS =
      Query.of(
          """
          WITH RECURSIVE walk AS (
            (SELECT extraction FROM model_call WHERE extraction > :after::uuid ORDER BY extraction LIMIT 1)
             UNION ALL
            SELECT coalesce(
                     (SELECT c.extraction
                        FROM model_call c
                       WHERE c.extraction > w.extraction
                         AND c.extraction < next_month_id(w.extraction)
                       ORDER BY c.extraction
                       LIMIT 1),
                     (SELECT c.extraction
                        FROM model_call c
                       WHERE c.extraction > w.extraction
                       ORDER BY c.extraction
                       LIMIT 1))
              FROM walk w
             WHERE w.extraction IS NOT NULL
          ), seen AS MATERIALIZED (
            SELECT extraction FROM walk WHERE extraction IS NOT NULL LIMIT :limit
          )
          SELECT s.extraction,
                 CASE WHEN e.id IS NULL
                      THEN (SELECT count(*) FROM model_call c WHERE c.extraction = s.extraction)
                      ELSE 0
                 END
            FROM seen s
            LEFT JOIN extraction e ON e.id = s.extraction
           ORDER BY s.extraction
          """);

  private static final Query MENTIONS =
      Query.of(
          """
          WITH RECURSIVE walk AS (
            (SELECT extraction FROM mention WHERE extraction > :after::uuid ORDER BY extraction LIMIT 1)
             UNION ALL
            SELECT (SELECT m.extraction
                      FROM mention m
                     WHERE m.extraction > w.extraction
                     ORDER BY m.extraction
                     LIMIT 1)
              FROM walk w
             WHERE w.extraction IS NOT NULL
          ), seen AS MATERIALIZED (
            SELECT extraction FROM walk WHERE extraction IS NOT NULL LIMIT :limit
          )
          SELECT s.extraction,
                 CASE WHEN e.id IS NULL
                      THEN (SELECT count(*) FROM mention m WHERE m.extraction = s.extraction)
                      ELSE 0
                 END
            FROM seen s
            LEFT JOIN extraction e ON e.id = s.extraction
           ORDER BY s.extraction
          """);

  private static final Query DOCUMENTS =
      Query.of(
          """
          SELECT d.project, d.extraction, e.id IS NULL
            FROM document d
            LEFT JOIN extraction e ON e.id = d.extraction
           WHERE (d.project, d.extraction) > (:project::uuid, :after::uuid)
           ORDER BY d.project, d.extraction
           LIMIT :limit
          """);

  private static final Query ENTITIES =
      Query.of(
          """
          SELECT n.id,
                 CASE WHEN EXISTS (SELECT FROM mention m WHERE m.entity = n.id) THEN 0 ELSE 1 END
            FROM entity n
           WHERE n.id > :after::uuid
           ORDER BY n.id
           LIMIT :limit
          """);

  /** By the one index in which they stand together. */
  public static final Query ENTITIES_OF_PROJECT =
      Query.of(
          """
          SELECT n.id,
                 CASE WHEN EXISTS (SELECT FROM mention m WHERE m.entity = n.id) THEN 0 ELSE 1 END,
                 n.type, n.key
            FROM entity n
           WHERE n.project = :project::uuid
             AND (n.type, n.key) > (:type, :key)
           ORDER BY n.type, n.key
           LIMIT :limit
          """);

  private static final OrphanRowPage NONE = new OrphanRowPage(List.of(), 0, null);

  private OrphanRows() {}

  public static OrphanRowPage page(
      Connection connection, Scope scope, Part part, Place after, int limit) throws SQLException {
    return switch (scope) {
      case Scope.Everything() -> everywhere(connection, part, after, limit);
      case Scope.OfProject(var project) -> ofProject(connection, project, part, after, limit);
      case Scope.OfExtraction _ -> NONE;
    };
  }

  private static OrphanRowPage everywhere(Connection connection, Part part, Place after, int limit)
      throws SQLException {
    return switch (part) {
      case DOCUMENT -> documents(connection, null, after, limit);
      case PASSAGE -> walked(connection, PASSAGES, part, after, limit);
      case CALL -> walked(connection, CALLS, part, after, limit);
      case MENTION -> walked(connection, MENTIONS, part, after, limit);
      case ENTITY -> walked(connection, ENTITIES, part, after, limit);
    };
  }

  private static OrphanRowPage ofProject(
      Connection connection, UUID project, Part part, Place after, int limit) throws SQLException {
    return switch (part) {
      case DOCUMENT -> documents(connection, project, after, limit);
      case ENTITY -> entities(connection, project, after, limit);
      case PASSAGE, CALL, MENTION -> NONE;
    };
  }

  private static OrphanRowPage walked(
      Connection connection, Query query, Part part, Place after, int limit) throws SQLException {
    List<OrphanRow> seen =
        query
            .with("after", after.id())
            .with("limit", limit)
            .list(
                connection,
                row ->
                    new OrphanRow(
                        part, new Place(Place.START.project(), Rows.uuid(row, 1)), row.getLong(2)));
    return page(seen, limit);
  }

  private static OrphanRowPage entities(Connection connection, UUID project, Place after, int limit)
      throws SQLException {
    List<OrphanRow> seen =
        ENTITIES_OF_PROJECT
            .with("project", project)
            .with("type", after.entity().type())
            .with("key", after.entity().key())
            .with("limit", limit)
            .list(connection, OrphanRows::entity);
    return page(seen, limit);
  }

  private static OrphanRow entity(ResultSet row) throws SQLException {
    var at = new EntityStore.Place(Rows.text(row, 3), Rows.text(row, 4));
    return new OrphanRow(
        Part.ENTITY, new Place(Place.START.project(), Rows.uuid(row, 1), at), row.getLong(2));
  }

  /** Those of one project stand together. */
  private static OrphanRowPage documents(
      Connection connection, @Nullable UUID project, Place after, int limit) throws SQLException {
    boolean first = project != null && after.equals(Place.START);
    List<OrphanRow> read =
        DOCUMENTS
            .with("project", first ? project : after.project())
            .with("after", after.id())
            .with("limit", limit)
            .list(connection, OrphanRows::document);
    List<OrphanRow> seen = new ArrayList<>();
    for (OrphanRow row : read) {
      if (project != null && !row.place().project().equals(project)) {
        return page(seen, Integer.MAX_VALUE);
      }
      seen.add(row);
    }
    return page(seen, limit);
  }

  private static OrphanRow document(ResultSet row) throws SQLException {
    return new OrphanRow(
        Part.DOCUMENT, new Place(Rows.uuid(row, 1), Rows.uuid(row, 2)), row.getBoolean(3) ? 1 : 0);
  }

  private static OrphanRowPage page(List<OrphanRow> seen, int limit) {
    return new OrphanRowPage(
        seen.stream().filter(it -> it.rows() > 0).toList(),
        seen.size(),
        seen.size() < limit ? null : seen.getLast().place());
  }
}

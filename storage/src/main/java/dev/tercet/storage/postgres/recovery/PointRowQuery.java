package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.storage.postgres.jdbc.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The pages of passages that have a point, in the orders in which recovery compares them. */
final class PointRowQuery {
  /** Every passage of the installation, by key. */
  private static final Query EVERYTHING =
      Query.of(
          """
          SELECT r.*
            FROM point_row r
           WHERE r.model = :model
             AND (r.extraction, r.ordinal) > (:extraction::uuid, :ordinal)
           ORDER BY r.extraction, r.ordinal
           LIMIT :limit
          """);

  /** Every passage whose point is of another model, by key. */
  private static final Query OF_OTHERS =
      Query.of(
          """
          SELECT r.*
            FROM point_row r
           WHERE r.model <> :model
             AND (r.extraction, r.ordinal) > (:extraction::uuid, :ordinal)
           ORDER BY r.extraction, r.ordinal
           LIMIT :limit
          """);

  /** Those of one project: its documents lead the way, and each one's are sorted on their own. */
  private static final Query OF_PROJECT =
      Query.of(
          """
          SELECT r.*
            FROM document d
           CROSS JOIN LATERAL (
                 SELECT p.*
                   FROM point_row p
                  WHERE p.extraction = d.extraction
                    AND p.model = :model
                    AND (p.extraction, p.ordinal) > (:extraction::uuid, :ordinal)
                 OFFSET 0) AS r
           WHERE d.project = :project
             AND d.extraction >= :extraction::uuid
           ORDER BY d.extraction, r.ordinal
           LIMIT :limit
          """);

  private static final Query OF_EXTRACTION =
      Query.of(
          """
          SELECT r.*
            FROM point_row r
           WHERE r.extraction = :extraction
             AND r.project = :project
             AND r.model = :model
             AND r.ordinal > :ordinal
           ORDER BY r.ordinal
           LIMIT :limit
          """);

  /** Buckets are a range of ids, since they are made of their leading bits. */
  private static final Query OF_BUCKETS =
      Query.of(
          """
          SELECT r.*
            FROM point_row r
           WHERE r.model = :model
             AND r.embedding_id > :before::uuid
             AND r.embedding_id <= :last::uuid
           ORDER BY r.embedding_id
           LIMIT :limit
          """);

  private static final Query COUNT =
      Query.of(
          """
          SELECT count(*)
            FROM passage
           WHERE model = :model
             AND embedding_id > :before::uuid
             AND embedding_id <= :last::uuid
          """);

  private static final Query BY_ID =
      Query.of(
          """
          SELECT r.*
            FROM unnest(:ids::uuid[]) AS wanted(id)
            JOIN point_row r ON r.embedding_id = wanted.id
          """);

  private static final UUID NO_ID = new UUID(0, 0);

  private PointRowQuery() {}

  static List<PointRow> everything(
      Connection connection, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    return byKey(connection, EVERYTHING, model, after, limit);
  }

  static List<PointRow> ofOthers(
      Connection connection, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    return byKey(connection, OF_OTHERS, model, after, limit);
  }

  private static List<PointRow> byKey(
      Connection connection, Query query, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    return query
        .with("model", model)
        .with("extraction", after == null ? NO_ID : after.extraction())
        .with("ordinal", after == null ? -1 : after.ordinal())
        .with("limit", limit)
        .list(connection, PointRowQuery::row);
  }

  static List<PointRow> ofProject(
      Connection connection, UUID project, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    return OF_PROJECT
        .with("project", project)
        .with("model", model)
        .with("extraction", after == null ? NO_ID : after.extraction())
        .with("ordinal", after == null ? -1 : after.ordinal())
        .with("limit", limit)
        .list(connection, PointRowQuery::row);
  }

  static List<PointRow> ofExtraction(
      Connection connection, OfExtraction scope, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    return OF_EXTRACTION
        .with("extraction", scope.extraction())
        .with("project", scope.project())
        .with("model", model)
        .with("ordinal", after == null ? -1 : after.ordinal())
        .with("limit", limit)
        .list(connection, PointRowQuery::row);
  }

  static List<PointRow> ofBuckets(
      Connection connection, BucketRange range, String model, @Nullable UUID after, int limit)
      throws SQLException {
    return OF_BUCKETS
        .with("model", model)
        .with("before", after == null ? range.before() : after)
        .with("last", range.last())
        .with("limit", limit)
        .list(connection, PointRowQuery::row);
  }

  static long count(Connection connection, BucketRange range, String model) throws SQLException {
    return COUNT
        .with("model", model)
        .with("before", range.before())
        .with("last", range.last())
        .one(connection, row -> row.getLong(1));
  }

  static List<PointRow> byId(Connection connection, Collection<UUID> ids) throws SQLException {
    return BY_ID.with("ids", ids).list(connection, PointRowQuery::row);
  }

  private static PointRow row(ResultSet found) throws SQLException {
    return new PointRow(
        found.getObject("embedding_id", UUID.class),
        found.getObject("project", UUID.class),
        found.getObject("extraction", UUID.class),
        found.getInt("ordinal"),
        found.getLong("generation"),
        Fingerprint.of(found.getBytes("content_hash")),
        found.getString("model"),
        found.getBoolean("living"),
        Status.ofLabel(found.getString("status")),
        found.getLong("epoch"));
  }
}

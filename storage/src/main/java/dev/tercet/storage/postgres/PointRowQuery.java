package dev.tercet.storage.postgres;

import dev.tercet.saga.Fingerprint;
import dev.tercet.saga.LedgerAudit.PointRow;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Status;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The pages of passages that have a point, in the orders in which recovery compares them. */
final class PointRowQuery {
  /** Every passage of the installation, by key. */
  private static final String EVERYTHING =
      """
      SELECT r.*
        FROM point_row r
       WHERE r.model = ?
         AND (r.extraction, r.ordinal) > (?::uuid, ?)
       ORDER BY r.extraction, r.ordinal
       LIMIT ?
      """;

  /** Every passage whose point is of another model, by key. */
  private static final String OF_OTHERS =
      """
      SELECT r.*
        FROM point_row r
       WHERE r.model <> ?
         AND (r.extraction, r.ordinal) > (?::uuid, ?)
       ORDER BY r.extraction, r.ordinal
       LIMIT ?
      """;

  /** Those of one project: its documents lead the way, and each one's are sorted on their own. */
  private static final String OF_PROJECT =
      """
      SELECT r.*
        FROM document d
       CROSS JOIN LATERAL (
             SELECT p.*
               FROM point_row p
              WHERE p.extraction = d.extraction
                AND p.model = ?
                AND (p.extraction, p.ordinal) > (?::uuid, ?)
             OFFSET 0) AS r
       WHERE d.project = ?
         AND d.extraction >= ?::uuid
       ORDER BY d.extraction, r.ordinal
       LIMIT ?
      """;

  private static final String OF_EXTRACTION =
      """
      SELECT r.*
        FROM point_row r
       WHERE r.extraction = ?
         AND r.project = ?
         AND r.model = ?
         AND r.ordinal > ?
       ORDER BY r.ordinal
       LIMIT ?
      """;

  /** Buckets are a range of ids, since they are made of their leading bits. */
  private static final String OF_BUCKETS =
      """
      SELECT r.*
        FROM point_row r
       WHERE r.model = ?
         AND r.embedding_id > ?::uuid
         AND r.embedding_id <= ?::uuid
       ORDER BY r.embedding_id
       LIMIT ?
      """;

  private static final String COUNT =
      """
      SELECT count(*)
        FROM passage
       WHERE model = ?
         AND embedding_id > ?::uuid
         AND embedding_id <= ?::uuid
      """;

  private static final String BY_ID =
      """
      SELECT r.*
        FROM unnest(?::uuid[]) AS wanted(id)
        JOIN point_row r ON r.embedding_id = wanted.id
      """;

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
      Connection connection, String sql, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, model);
      statement.setObject(2, after == null ? NO_ID : after.extraction());
      statement.setInt(3, after == null ? -1 : after.ordinal());
      statement.setInt(4, limit);
      return rows(statement);
    }
  }

  static List<PointRow> ofProject(
      Connection connection, UUID project, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_PROJECT)) {
      UUID extraction = after == null ? NO_ID : after.extraction();
      statement.setString(1, model);
      statement.setObject(2, extraction);
      statement.setInt(3, after == null ? -1 : after.ordinal());
      statement.setObject(4, project);
      statement.setObject(5, extraction);
      statement.setInt(6, limit);
      return rows(statement);
    }
  }

  static List<PointRow> ofExtraction(
      Connection connection, OfExtraction scope, String model, @Nullable PointRow after, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_EXTRACTION)) {
      statement.setObject(1, scope.extraction());
      statement.setObject(2, scope.project());
      statement.setString(3, model);
      statement.setInt(4, after == null ? -1 : after.ordinal());
      statement.setInt(5, limit);
      return rows(statement);
    }
  }

  static List<PointRow> ofBuckets(
      Connection connection, BucketRange range, String model, @Nullable UUID after, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_BUCKETS)) {
      statement.setString(1, model);
      statement.setObject(2, after == null ? range.before() : after);
      statement.setObject(3, range.last());
      statement.setInt(4, limit);
      return rows(statement);
    }
  }

  static long count(Connection connection, BucketRange range, String model) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setString(1, model);
      statement.setObject(2, range.before());
      statement.setObject(3, range.last());
      return Rows.list(statement, row -> row.getLong(1)).getFirst();
    }
  }

  static List<PointRow> byId(Connection connection, Collection<UUID> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
      Array wanted = connection.createArrayOf("uuid", ids.toArray());
      statement.setArray(1, wanted);
      return rows(statement);
    }
  }

  private static List<PointRow> rows(PreparedStatement statement) throws SQLException {
    return Rows.list(
        statement,
        found ->
            new PointRow(
                found.getObject("embedding_id", UUID.class),
                found.getObject("project", UUID.class),
                found.getObject("extraction", UUID.class),
                found.getInt("ordinal"),
                found.getLong("generation"),
                Fingerprint.of(found.getBytes("content_hash")),
                found.getString("model"),
                found.getBoolean("living"),
                Status.ofLabel(found.getString("status")),
                found.getLong("epoch")));
  }
}

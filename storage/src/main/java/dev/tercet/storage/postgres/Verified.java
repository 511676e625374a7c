package dev.tercet.storage.postgres;

import dev.tercet.saga.CollectionStore.CollectionRecord;
import dev.tercet.saga.EmbeddingId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Since when everything older has been compared. */
final class Verified {
  /** Nobody creates it again before the end of the transaction. */
  private static final String LOCK_INCARNATION =
      """
      SELECT
        FROM collection
       WHERE name = ?
         AND incarnation = ?::uuid
         FOR SHARE
      """;

  private static final String BUCKETS =
      """
      INSERT INTO verified_bucket AS known (bucket, at)
      SELECT bucket, ?
        FROM unnest(?::integer[]) AS compared(bucket)
       ORDER BY bucket
          ON CONFLICT (bucket) DO UPDATE SET at = greatest(known.at, excluded.at)
      """;

  /** Kept beside them, so that nobody who asks reads them all. */
  private static final String ALL =
      """
      UPDATE run_number
         SET verified_at = (SELECT CASE WHEN count(*) = ? THEN min(at) END FROM verified_bucket)
      """;

  private static final String PROJECT =
      """
      UPDATE project
         SET verified_at = greatest(verified_at, ?)
       WHERE id = ?
      """;

  private static final String THROUGH =
      """
      SELECT greatest(
               (SELECT verified_at FROM run_number),
               (SELECT verified_at FROM project WHERE id = ?))
      """;

  private static final String FORGET_BUCKETS = "DELETE FROM verified_bucket";

  private static final String FORGET_PROJECTS =
      """
      UPDATE project
         SET verified_at = NULL
       WHERE verified_at IS NOT NULL
      """;

  private final Database database;

  Verified(Database database) {
    this.database = database;
  }

  void note(CollectionRecord seen, Collection<Integer> buckets, Instant at) {
    database.repeatable(connection -> {
      if (!lockSame(connection, seen)) {
        return 0;
      }
      try (PreparedStatement statement = connection.prepareStatement(BUCKETS)) {
        statement.setObject(1, at.atOffset(ZoneOffset.UTC));
        statement.setArray(2, connection.createArrayOf("integer", buckets.toArray()));
        statement.executeUpdate();
      }
      return all(connection);
    });
  }

  /** Keeps the collection from being created again; false when it has been. */
  private static boolean lockSame(Connection connection, CollectionRecord seen)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_INCARNATION)) {
      statement.setString(1, seen.name());
      statement.setString(2, seen.incarnation());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static int all(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      statement.setInt(1, EmbeddingId.BUCKETS);
      return statement.executeUpdate();
    }
  }

  void note(CollectionRecord seen, UUID project, Instant at) {
    database.repeatable(connection -> {
      if (!lockSame(connection, seen)) {
        return 0;
      }
      try (PreparedStatement statement = connection.prepareStatement(PROJECT)) {
        statement.setObject(1, at.atOffset(ZoneOffset.UTC));
        statement.setObject(2, project);
        return statement.executeUpdate();
      }
    });
  }

  @Nullable Instant through(@Nullable UUID project) {
    return database
        .read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(THROUGH)) {
            statement.setObject(1, project);
            return Rows.list(statement, row -> Optional.ofNullable(Rows.instantOrNull(row, 1)));
          }
        })
        .getFirst()
        .orElse(null);
  }

  /** A collection is about to be created: whatever was compared with another one counts no more. */
  static void forget(Connection connection) throws SQLException {
    try (PreparedStatement buckets = connection.prepareStatement(FORGET_BUCKETS);
        PreparedStatement projects = connection.prepareStatement(FORGET_PROJECTS)) {
      buckets.executeUpdate();
      projects.executeUpdate();
    }
    all(connection);
  }
}

package dev.tercet.storage.postgres.project;

import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Since when everything older has been compared. */
public final class ComparedSince {
  /** Nobody creates it again before the end of the transaction. */
  private static final Query LOCK_INCARNATION =
      Query.of(
          """
          SELECT
            FROM collection
           WHERE name = :name
             AND incarnation = :incarnation::uuid
             FOR SHARE
          """);

  private static final Query BUCKETS =
      Query.of(
          """
          INSERT INTO verified_bucket AS known (bucket, at)
          SELECT bucket, :at
            FROM unnest(:buckets::integer[]) AS compared(bucket)
           ORDER BY bucket
              ON CONFLICT (bucket) DO UPDATE SET at = greatest(known.at, excluded.at)
          """);

  /** Kept beside them, so that nobody who asks reads them all. */
  private static final Query ALL =
      Query.of(
          """
          UPDATE run_number
             SET verified_at = (SELECT CASE WHEN count(*) = :all THEN min(at) END FROM verified_bucket)
          """);

  private static final Query PROJECT =
      Query.of(
          """
          UPDATE project
             SET verified_at = greatest(verified_at, :at)
           WHERE id = :project
          """);

  private static final Query THROUGH =
      Query.of(
          """
          SELECT greatest(
                   (SELECT verified_at FROM run_number),
                   (SELECT verified_at FROM project WHERE id = :project))
          """);

  private static final Query FORGET_BUCKETS = Query.of("DELETE FROM verified_bucket");

  private static final Query FORGET_PROJECTS =
      Query.of(
          """
          WITH noted AS MATERIALIZED (
            SELECT id FROM project WHERE verified_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE
          )
          UPDATE project
             SET verified_at = NULL
           WHERE id IN (SELECT id FROM noted)
          """);

  private final Database database;

  public ComparedSince(Database database) {
    this.database = database;
  }

  public void note(CollectionRecord seen, BitSet buckets, Instant at) {
    database.repeatable(connection -> {
      if (!lockSame(connection, seen)) {
        return 0;
      }
      BUCKETS
          .with("at", at)
          .with("buckets", buckets.stream().boxed().toArray(Integer[]::new))
          .update(connection);
      return all(connection);
    });
  }

  /** Keeps the collection from being created again; false when it has been. */
  private static boolean lockSame(Connection connection, CollectionRecord seen)
      throws SQLException {
    return !LOCK_INCARNATION
        .with("name", seen.name())
        .with("incarnation", seen.incarnation())
        .list(connection, _ -> true)
        .isEmpty();
  }

  private static int all(Connection connection) throws SQLException {
    return ALL.with("all", EmbeddingId.BUCKETS).update(connection);
  }

  public void note(CollectionRecord seen, UUID project, Instant at) {
    database.repeatable(connection -> {
      if (!lockSame(connection, seen)) {
        return 0;
      }
      return PROJECT.with("at", at).with("project", project).update(connection);
    });
  }

  public @Nullable Instant through(@Nullable UUID project) {
    return database
        .read(connection ->
            THROUGH
                .with("project", project)
                .one(connection, row -> Optional.ofNullable(Rows.instantOrNull(row, 1))))
        .orElse(null);
  }

  /** A collection is about to be created: whatever was compared with another one counts no more. */
  public static void forget(Connection connection) throws SQLException {
    FORGET_BUCKETS.values().update(connection);
    FORGET_PROJECTS.values().update(connection);
    all(connection);
  }
}

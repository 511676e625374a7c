package dev.tercet.storage.postgres.content;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;

/**
 * How many passages have a point, by bucket: the folded counts plus the differences since, as every
 * statement that sets or clears a point leaves them. Whoever reads many folds them.
 */
public final class PointCounts {
  private static final int FOLD_FROM = 500;
  private static final int FOLDED_AT_ONCE = 5_000;

  private static final String COUNTS =
      """
      SELECT bucket, sum(n)::bigint
        FROM (SELECT bucket, n
                FROM point_count
               WHERE model = ?
                 AND bucket >= ?
                 AND bucket < ?
               UNION ALL
              SELECT each.bucket, each.n
                FROM point_difference d
               CROSS JOIN LATERAL unnest(d.buckets, d.n) AS each(bucket, n)
               WHERE d.model = ?
                 AND each.bucket >= ?
                 AND each.bucket < ?) AS both_tables
       GROUP BY bucket
      HAVING sum(n) <> 0
      """;

  private static final String OTHERS =
      """
      SELECT coalesce(sum(n), 0)
        FROM (SELECT n FROM point_count WHERE model <> ?
               UNION ALL
              SELECT each.n
                FROM point_difference d
               CROSS JOIN LATERAL unnest(d.n) AS each(n)
               WHERE d.model <> ?) AS both_tables
      """;

  private static final String WAITING =
      "SELECT count(*) FROM (SELECT FROM point_difference LIMIT ?) AS waiting";

  /** Two folds at once never fold a difference twice: each deletes what it adds. */
  private static final String FOLD =
      """
      WITH folded AS (
        DELETE FROM point_difference
         WHERE id IN (SELECT id FROM point_difference ORDER BY id LIMIT ?)
        RETURNING model, buckets, n
      )
      INSERT INTO point_count AS c (model, bucket, n)
      SELECT f.model, each.bucket, sum(each.n)
        FROM folded f
       CROSS JOIN LATERAL unnest(f.buckets, f.n) AS each(bucket, n)
       GROUP BY f.model, each.bucket
       ORDER BY f.model, each.bucket
          ON CONFLICT (model, bucket) DO UPDATE SET n = c.n + excluded.n
      """;

  private final Database database;

  public PointCounts(Database database) {
    this.database = database;
  }

  /** Those of a model in these buckets; empty ones are not keys. */
  public Map<Integer, Long> of(String model, BucketSpan buckets) {
    fold();
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(COUNTS)) {
        for (int half = 0; half < 2; half++) {
          statement.setString(3 * half + 1, model);
          statement.setInt(3 * half + 2, buckets.first());
          statement.setInt(3 * half + 3, buckets.end());
        }
        Map<Integer, Long> counts = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            counts.put(row.getInt(1), row.getLong(2));
          }
        }
        return counts;
      }
    });
  }

  /** How many passages have a point of any other model. */
  public long ofOthers(String model) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(OTHERS)) {
        statement.setString(1, model);
        statement.setString(2, model);
        return Rows.list(statement, row -> row.getLong(1)).getFirst();
      }
    });
  }

  public void fold() {
    while (waiting() >= FOLD_FROM) {
      database.repeatable(connection -> {
        try (PreparedStatement statement = connection.prepareStatement(FOLD)) {
          statement.setInt(1, FOLDED_AT_ONCE);
          return statement.executeUpdate();
        }
      });
    }
  }

  private long waiting() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
        statement.setInt(1, FOLD_FROM);
        return Rows.list(statement, row -> row.getLong(1)).getFirst();
      }
    });
  }
}

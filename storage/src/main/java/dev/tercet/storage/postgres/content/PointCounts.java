package dev.tercet.storage.postgres.content;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many passages have a point, by bucket: the folded counts plus the differences since, as every
 * statement that sets or clears a point leaves them. Whoever reads many folds them.
 */
public final class PointCounts {
  private static final int FOLD_FROM = 500;
  private static final int FOLDED_AT_ONCE = 5_000;

  private static final Query COUNTS =
      Query.of(
          """
          SELECT bucket, sum(n)::bigint
            FROM (SELECT bucket, n
                    FROM point_count
                   WHERE model = :model
                     AND bucket >= :first
                     AND bucket < :end
                   UNION ALL
                  SELECT each.bucket, each.n
                    FROM point_difference d
                   CROSS JOIN LATERAL unnest(d.buckets, d.n) AS each(bucket, n)
                   WHERE d.model = :model
                     AND each.bucket >= :first
                     AND each.bucket < :end) AS both_tables
           GROUP BY bucket
          HAVING sum(n) <> 0
          """);

  private static final Query OTHERS =
      Query.of(
          """
          SELECT coalesce(sum(n), 0)
            FROM (SELECT n FROM point_count WHERE model <> :model
                   UNION ALL
                  SELECT each.n
                    FROM point_difference d
                   CROSS JOIN LATERAL unnest(d.n) AS each(n)
                   WHERE d.model <> :model) AS both_tables
          """);

  private static final Query WAITING =
      Query.of("SELECT count(*) FROM (SELECT FROM point_difference LIMIT :limit) AS waiting");

  /** Two folds at once never fold a difference twice: each deletes what it adds. */
  private static final Query FOLD =
      Query.of(
          """
          WITH folded AS (
            DELETE FROM point_difference
             WHERE id IN (SELECT id FROM point_difference ORDER BY id LIMIT :limit)
            RETURNING model, buckets, n
          )
          INSERT INTO point_count AS c (model, bucket, n)
          SELECT f.model, each.bucket, sum(each.n)
            FROM folded f
           CROSS JOIN LATERAL unnest(f.buckets, f.n) AS each(bucket, n)
           GROUP BY f.model, each.bucket
           ORDER BY f.model, each.bucket
              ON CONFLICT (model, bucket) DO UPDATE SET n = c.n + excluded.n
          """);

  private record Counted(int bucket, long n) {}

  private final Database database;

  public PointCounts(Database database) {
    this.database = database;
  }

  /** Those of a model in these buckets; empty ones are not keys. */
  public Map<Integer, Long> of(String model, BucketSpan buckets) {
    fold();
    Map<Integer, Long> counts = new HashMap<>();
    counted(model, buckets).forEach(it -> counts.put(it.bucket(), it.n()));
    return counts;
  }

  private List<Counted> counted(String model, BucketSpan buckets) {
    return database.read(connection ->
        COUNTS
            .with("model", model)
            .with("first", buckets.first())
            .with("end", buckets.end())
            .list(connection, row -> new Counted(row.getInt(1), row.getLong(2))));
  }

  /** How many passages have a point of any other model. */
  public long ofOthers(String model) {
    return count(OTHERS.with("model", model));
  }

  public void fold() {
    while (count(WAITING.with("limit", FOLD_FROM)) >= FOLD_FROM) {
      database.repeatable(FOLD.with("limit", FOLDED_AT_ONCE)::update);
    }
  }

  private long count(Query.Values question) {
    return database.read(connection -> question.one(connection, row -> row.getLong(1)));
  }
}

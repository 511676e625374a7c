package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** First sights of orphan points. */
public final class PostgresOrphans implements OrphanStore {
  private static final String SEEN =
      """
      INSERT INTO orphan (point, extraction, epoch)
      SELECT point, extraction, epoch
        FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS seen(point, extraction, epoch)
       ORDER BY point
          ON CONFLICT (point) DO NOTHING
      """;

  public static final Query DUE =
      Query.of(
          """
          SELECT point, extraction, epoch
            FROM orphan
           WHERE first_seen_at <= statement_timestamp() - :grace * interval '1 millisecond'
           ORDER BY first_seen_at
           LIMIT :limit
          """);

  private static final Query OVERDUE =
      Query.of(
          """
          SELECT o.point, o.extraction, o.epoch
            FROM unnest(:points::uuid[]) AS wanted(point)
            JOIN orphan o ON o.point = wanted.point
           WHERE o.first_seen_at <= statement_timestamp() - :grace * interval '1 millisecond'
          """);

  private static final Query FORGET =
      Query.of(
          """
          DELETE FROM orphan
           WHERE point = ANY (:points::uuid[])
          """);

  private static final Query OF_BUCKETS =
      Query.of(
          """
          SELECT point
            FROM orphan
           WHERE point > :before::uuid
             AND point <= :last::uuid
           ORDER BY point
           LIMIT :limit
          """);

  private static final Query COUNT_OF_BUCKET =
      Query.of(
          """
          SELECT count(*)
            FROM orphan
           WHERE point > :before::uuid
             AND point <= :last::uuid
          """);

  /** It is told to people, for whom so many are as good as more. */
  private static final String COUNT =
      """
      SELECT count(*)
        FROM (SELECT FROM orphan LIMIT 100000) AS orphans
      """;

  private final Database database;

  public PostgresOrphans(Database database) {
    this.database = database;
  }

  @Override
  public int seen(Collection<Orphan> orphans) {
    List<Orphan> rows = List.copyOf(orphans);
    return database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
        Columns.of(statement, rows)
            .uuids(Orphan::point)
            .uuids(Orphan::extraction)
            .longs(Orphan::epoch);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public List<Orphan> due(Duration grace, int limit) {
    return database.read(connection ->
        DUE.with("grace", grace.toMillis())
            .with("limit", limit)
            .list(connection, PostgresOrphans::orphan));
  }

  @Override
  public List<Orphan> overdue(Collection<UUID> points, Duration grace) {
    return database.read(connection ->
        OVERDUE
            .with("points", points)
            .with("grace", grace.toMillis())
            .list(connection, PostgresOrphans::orphan));
  }

  private static Orphan orphan(ResultSet found) throws SQLException {
    return new Orphan(
        found.getObject("point", UUID.class),
        found.getObject("extraction", UUID.class),
        found.getLong("epoch"));
  }

  @Override
  public void forget(Collection<UUID> points) {
    database.repeatable(connection -> FORGET.with("points", points).update(connection));
  }

  @Override
  public List<UUID> ofBuckets(BucketSpan buckets, @Nullable UUID after, int limit) {
    BucketRange range = BucketRange.of(buckets);
    return database.read(connection ->
        OF_BUCKETS
            .with("before", after == null ? range.before() : after)
            .with("last", range.last())
            .with("limit", limit)
            .list(connection, row -> Rows.uuid(row, 1)));
  }

  @Override
  public long count(int bucket) {
    BucketRange range = BucketRange.of(BucketSpan.of(bucket));
    return database.read(connection ->
        COUNT_OF_BUCKET
            .with("before", range.before())
            .with("last", range.last())
            .list(connection, row -> row.getLong(1))
            .getFirst());
  }

  @Override
  public long count() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(COUNT);
          ResultSet count = statement.executeQuery()) {
        count.next();
        return count.getLong(1);
      }
    });
  }
}

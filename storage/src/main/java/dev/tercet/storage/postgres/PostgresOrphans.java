package dev.tercet.storage.postgres;

import dev.tercet.saga.BucketSpan;
import dev.tercet.saga.OrphanStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** First sights of orphan points. */
final class PostgresOrphans implements OrphanStore {
  private static final String SEEN =
      """
      INSERT INTO orphan (point, extraction, epoch)
      SELECT point, extraction, epoch
        FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS seen(point, extraction, epoch)
       ORDER BY point
          ON CONFLICT (point) DO NOTHING
      """;

  static final String DUE =
      """
      SELECT point, extraction, epoch
        FROM orphan
       WHERE first_seen_at <= statement_timestamp() - ? * interval '1 millisecond'
       ORDER BY first_seen_at
       LIMIT ?
      """;

  private static final String OVERDUE =
      """
      SELECT o.point, o.extraction, o.epoch
        FROM unnest(?::uuid[]) AS wanted(point)
        JOIN orphan o ON o.point = wanted.point
       WHERE o.first_seen_at <= statement_timestamp() - ? * interval '1 millisecond'
      """;

  private static final String FORGET =
      """
      DELETE FROM orphan
       WHERE point = ANY (?::uuid[])
      """;

  private static final String OF_BUCKETS =
      """
      SELECT point
        FROM orphan
       WHERE point > ?::uuid
         AND point <= ?::uuid
       ORDER BY point
       LIMIT ?
      """;

  private static final String COUNT_OF_BUCKET =
      """
      SELECT count(*)
        FROM orphan
       WHERE point > ?::uuid
         AND point <= ?::uuid
      """;

  /** It is told to people, for whom so many are as good as more. */
  private static final String COUNT =
      """
      SELECT count(*)
        FROM (SELECT FROM orphan LIMIT 100000) AS orphans
      """;

  private final Database database;

  PostgresOrphans(Database database) {
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
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(DUE)) {
        statement.setLong(1, grace.toMillis());
        statement.setInt(2, limit);
        return orphans(statement);
      }
    });
  }

  @Override
  public List<Orphan> overdue(Collection<UUID> points, Duration grace) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(OVERDUE)) {
        statement.setArray(1, connection.createArrayOf("uuid", points.toArray()));
        statement.setLong(2, grace.toMillis());
        return orphans(statement);
      }
    });
  }

  private static List<Orphan> orphans(PreparedStatement statement) throws SQLException {
    return Rows.list(
        statement,
        found ->
            new Orphan(
                found.getObject("point", UUID.class),
                found.getObject("extraction", UUID.class),
                found.getLong("epoch")));
  }

  @Override
  public void forget(Collection<UUID> points) {
    database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
        statement.setArray(1, connection.createArrayOf("uuid", points.toArray()));
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public List<UUID> ofBuckets(BucketSpan buckets, @Nullable UUID after, int limit) {
    BucketRange range = BucketRange.of(buckets);
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(OF_BUCKETS)) {
        statement.setObject(1, after == null ? range.before() : after);
        statement.setObject(2, range.last());
        statement.setInt(3, limit);
        return Rows.list(statement, row -> Rows.uuid(row, 1));
      }
    });
  }

  @Override
  public long count(int bucket) {
    BucketRange range = BucketRange.of(BucketSpan.of(bucket));
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(COUNT_OF_BUCKET)) {
        statement.setObject(1, range.before());
        statement.setObject(2, range.last());
        return Rows.list(statement, row -> row.getLong(1)).getFirst();
      }
    });
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

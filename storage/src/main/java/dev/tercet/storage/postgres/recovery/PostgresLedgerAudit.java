package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.Passage;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.content.PassageQuery;
import dev.tercet.storage.postgres.content.PointCounts;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.PositionColumns;
import dev.tercet.storage.postgres.removal.OrphanRows;
import dev.tercet.storage.postgres.session.DeadClaimQuery;
import dev.tercet.storage.postgres.session.LivenessSigns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What recovery asks of the ledger, page by page. */
public final class PostgresLedgerAudit implements LedgerAudit {
  private static final String CLAIMED =
      "SELECT queue, claimed_ms, claimed_marker FROM queue_setting WHERE claimed_ms IS NOT NULL";

  private static final String STANDINGS =
      """
      SELECT e.id, e.project,
             CASE WHEN p.deleted_at IS NULL THEN e.status ELSE 'deleting' END AS status, e.epoch,
             CASE
               WHEN p.deleted_at IS NOT NULL AND e.status <> 'deleting' THEN 'OPEN'
               WHEN r.extraction IS NULL THEN 'NO'
               WHEN r.first_confirmed_at IS NULL THEN 'OPEN'
               ELSE 'CONFIRMED'
             END AS leaving
        FROM unnest(?::uuid[]) AS wanted(id)
        JOIN extraction e ON e.id = wanted.id
        JOIN project p ON p.id = e.project
        LEFT JOIN removal r ON r.extraction = e.id
      """;

  /**
   * What waits in the queues was accepted in the order of its ids, so that the oldest is among the
   * first: a backlog is not walked through.
   */
  private static final String OLDEST =
      """
      SELECT extract(epoch FROM statement_timestamp() - least(
               (SELECT min(greatest(since, due_at))
                  FROM extraction
                 WHERE status = 'pending'
                   AND greatest(since, due_at) <= statement_timestamp()),
               (SELECT min(since)
                  FROM (SELECT since FROM extraction WHERE status = 'queued' ORDER BY id LIMIT 1000) AS first),
               (SELECT min(since)
                  FROM (SELECT since FROM extraction WHERE status = 'processing' LIMIT 10000) AS held),
               (SELECT min(created_at) FROM removal WHERE first_confirmed_at IS NULL))) * 1000
      """;

  private static final String QUIET =
      """
      SELECT NOT EXISTS (SELECT FROM extraction WHERE status = 'pending')
         AND NOT EXISTS (SELECT FROM extraction WHERE status = 'queued')
         AND NOT EXISTS (SELECT FROM extraction WHERE status = 'processing')
         AND NOT EXISTS (SELECT FROM removal)
         AND NOT EXISTS (SELECT FROM project WHERE deleted_at IS NOT NULL)
      """;

  private final Database database;
  private final DeadClaimQuery deadClaims;
  private final PassageQuery passages;
  private final PointCounts counts;
  private final WaitingRows waiting;

  /**
   * @param database whose losses {@code signs} hears of
   */
  public PostgresLedgerAudit(Database database, LivenessSigns livenessSigns) {
    this.database = database;
    this.deadClaims = new DeadClaimQuery(database, livenessSigns);
    this.passages = new PassageQuery(database);
    this.counts = new PointCounts(database);
    this.waiting = new WaitingRows(database);
  }

  @Override
  public List<Due> unpublished(Scope scope, Duration age, @Nullable UUID after, int limit) {
    return waiting.unpublished(scope, age, after, limit);
  }

  @Override
  public List<QueuedRow> queued(Scope scope, @Nullable UUID after, int limit) {
    return waiting.queued(scope, after, limit);
  }

  @Override
  public List<QueuedRow> stillQueued(Collection<QueuedRow> rows) {
    return waiting.stillQueued(rows);
  }

  @Override
  public Map<QueueName, ClaimedSoFar> claimed() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CLAIMED)) {
        Map<QueueName, ClaimedSoFar> claimed = new EnumMap<>(QueueName.class);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            claimed.put(
                QueueName.ofLabel(Rows.text(row, 1)),
                new ClaimedSoFar(PositionColumns.position(row.getLong(2), 0), Rows.text(row, 3)));
          }
        }
        return claimed;
      }
    });
  }

  @Override
  public List<DeadClaim> deadClaims(Scope scope, Duration lease, @Nullable UUID after, int limit) {
    return deadClaims.page(scope, lease, after, limit);
  }

  @Override
  public List<PointRow> pointRows(Scope scope, String model, @Nullable PointRow after, int limit) {
    return database.read(connection ->
        switch (scope) {
          case Everything() -> PointRowQuery.everything(connection, model, after, limit);
          case OfProject(var project) ->
              PointRowQuery.ofProject(connection, project, model, after, limit);
          case OfExtraction it -> PointRowQuery.ofExtraction(connection, it, model, after, limit);
        });
  }

  @Override
  public List<PointRow> pointRowsOfBuckets(
      BucketSpan buckets, String model, @Nullable UUID after, int limit) {
    BucketRange range = BucketRange.of(buckets);
    return database.read(
        connection -> PointRowQuery.ofBuckets(connection, range, model, after, limit));
  }

  @Override
  public Map<Integer, Long> bucketCounts(String model, BucketSpan buckets) {
    return counts.of(model, buckets);
  }

  @Override
  public long bucketCount(int bucket, String model) {
    BucketRange range = BucketRange.of(BucketSpan.of(bucket));
    return database.read(connection -> PointRowQuery.count(connection, range, model));
  }

  @Override
  public List<PointRow> pointRows(Collection<UUID> embeddingIds) {
    return database.read(connection -> PointRowQuery.byId(connection, embeddingIds));
  }

  @Override
  public List<Passage> passages(Collection<UUID> embeddingIds) {
    return passages.byEmbeddingId(embeddingIds);
  }

  @Override
  public List<ExtractionStanding> standings(Collection<UUID> extractions) {
    return database.read(connection -> standings(connection, extractions));
  }

  private static List<ExtractionStanding> standings(
      Connection connection, Collection<UUID> extractions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STANDINGS)) {
      statement.setArray(1, connection.createArrayOf("uuid", extractions.toArray()));
      return Rows.list(
          statement,
          found ->
              new ExtractionStanding(
                  found.getObject("id", UUID.class),
                  found.getObject("project", UUID.class),
                  Status.ofLabel(found.getString("status")),
                  found.getLong("epoch"),
                  RemovalState.valueOf(Rows.text(found, 5))));
    }
  }

  @Override
  public OrphanRowPage orphanRows(Scope scope, Part part, Place after, int limit) {
    return scope instanceof OfExtraction
        ? new OrphanRowPage(List.of(), 0, null)
        : database.read(connection -> OrphanRows.page(connection, scope, part, after, limit));
  }

  @Override
  public Map<Part, OrphanRowPage> orphanRows(Scope scope, Map<Part, Place> after, int limit) {
    if (scope instanceof OfExtraction) {
      return Map.of();
    }
    return database.repeatable(connection -> {
      Map<Part, OrphanRowPage> pages = new EnumMap<>(Part.class);
      for (Map.Entry<Part, Place> each : after.entrySet()) {
        pages.put(
            each.getKey(),
            OrphanRows.page(connection, scope, each.getKey(), each.getValue(), limit));
      }
      return pages;
    });
  }

  @Override
  public boolean isQuiet() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(QUIET)) {
        return Rows.list(statement, row -> row.getBoolean(1)).getFirst();
      }
    });
  }

  @Override
  public @Nullable Duration oldestUnconverged() {
    return database
        .read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
            return Rows.list(statement, row -> Optional.ofNullable(row.getBigDecimal(1)));
          }
        })
        .getFirst()
        .map(millis -> Duration.ofMillis(millis.longValue()))
        .orElse(null);
  }
}

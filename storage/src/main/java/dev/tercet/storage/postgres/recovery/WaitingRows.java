package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.PositionColumns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages of what waits: to be published, or in a queue. Each scope has an index of its own, so that
 * neither a backlog of others nor what is scheduled for later is walked through.
 */
final class WaitingRows {
  private static final UUID LOWEST = new UUID(0, 0);

  /** The longest due first; a page goes on behind the row that the last one ended with. */
  private static final String UNPUBLISHED =
      """
      SELECT id, epoch, queue
        FROM extraction e
       WHERE status = 'pending'
         AND greatest(since, due_at) <= statement_timestamp() - ? * interval '1 millisecond'
         AND (relay_until IS NULL OR relay_until <= statement_timestamp())
         AND (greatest(since, due_at), id)
             > (coalesce((SELECT greatest(l.since, l.due_at) FROM extraction l WHERE l.id = ?), '-infinity'), ?::uuid)
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
       ORDER BY greatest(since, due_at), id
       LIMIT ?
      """;

  private static final String UNPUBLISHED_OF_PROJECT =
      """
      SELECT found.id, found.epoch, found.queue
        FROM unnest('{critical,default,low}'::queue_name[]) AS q(queue)
       CROSS JOIN LATERAL (
             SELECT e.id, e.epoch, e.queue
               FROM extraction e
              WHERE uuid_send(e.project) = uuid_send(?::uuid)
                AND e.status = 'pending'
                AND e.queue = q.queue
                AND uuid_send(e.id) > uuid_send(?::uuid)
                AND greatest(e.since, e.due_at) <= statement_timestamp() - ? * interval '1 millisecond'
                AND (e.relay_until IS NULL OR e.relay_until <= statement_timestamp())
                AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
              ORDER BY uuid_send(e.id)
              LIMIT ?) AS found
       ORDER BY found.id
       LIMIT ?
      """;

  private static final String UNPUBLISHED_OF_EXTRACTION =
      """
      SELECT id, epoch, queue
        FROM extraction e
       WHERE id = ?
         AND project = ?
         AND id > ?
         AND status::text = 'pending'
         AND greatest(since, due_at) <= statement_timestamp() - ? * interval '1 millisecond'
         AND (relay_until IS NULL OR relay_until <= statement_timestamp())
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
      """;

  private static final String QUEUED =
      """
      SELECT id, epoch, queue, message_ms, message_sequence, marker, since
        FROM extraction e
       WHERE status = 'queued'
         AND id > ?
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
       ORDER BY id
       LIMIT ?
      """;

  private static final String QUEUED_OF_PROJECT =
      """
      SELECT found.*
        FROM unnest('{critical,default,low}'::queue_name[]) AS q(queue)
       CROSS JOIN LATERAL (
             SELECT e.id, e.epoch, e.queue, e.message_ms, e.message_sequence, e.marker, e.since
               FROM extraction e
              WHERE uuid_send(e.project) = uuid_send(?::uuid)
                AND e.status = 'queued'
                AND e.queue = q.queue
                AND uuid_send(e.id) > uuid_send(?::uuid)
                AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
              ORDER BY uuid_send(e.id)
              LIMIT ?) AS found
       ORDER BY found.id
       LIMIT ?
      """;

  private static final String QUEUED_OF_EXTRACTION =
      """
      SELECT id, epoch, queue, message_ms, message_sequence, marker, since
        FROM extraction e
       WHERE id = ?
         AND project = ?
         AND id > ?
         AND status::text = 'queued'
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
      """;

  private static final String STILL_QUEUED =
      """
      SELECT e.id, e.epoch, e.queue, e.message_ms, e.message_sequence, e.marker, e.since
        FROM unnest(?::uuid[]) AS seen(id)
        JOIN extraction e ON e.id = seen.id
       WHERE e.status = 'queued'
         AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
       ORDER BY e.id
      """;

  private final Database database;

  WaitingRows(Database database) {
    this.database = database;
  }

  List<Due> unpublished(Scope scope, Duration age, @Nullable UUID after, int limit) {
    UUID from = after == null ? LOWEST : after;
    long millis = age.toMillis();
    return switch (scope) {
      case Everything() -> list(UNPUBLISHED, WaitingRows::due, millis, from, from, limit);
      case OfProject(var project) ->
          list(UNPUBLISHED_OF_PROJECT, WaitingRows::due, project, from, millis, limit, limit);
      case OfExtraction(var project, var extraction) ->
          list(UNPUBLISHED_OF_EXTRACTION, WaitingRows::due, extraction, project, from, millis);
    };
  }

  List<QueuedRow> queued(Scope scope, @Nullable UUID after, int limit) {
    UUID from = after == null ? LOWEST : after;
    return switch (scope) {
      case Everything() -> list(QUEUED, WaitingRows::queued, from, limit);
      case OfProject(var project) ->
          list(QUEUED_OF_PROJECT, WaitingRows::queued, project, from, limit, limit);
      case OfExtraction(var project, var extraction) ->
          list(QUEUED_OF_EXTRACTION, WaitingRows::queued, extraction, project, from);
    };
  }

  /** Those of the rows that nobody has changed. */
  List<QueuedRow> stillQueued(Collection<QueuedRow> rows) {
    List<QueuedRow> now =
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(STILL_QUEUED)) {
            Object[] ids = rows.stream().map(it -> it.publication().hint().extraction()).toArray();
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            return Rows.list(statement, WaitingRows::queued);
          }
        });
    return now.stream().filter(rows::contains).toList();
  }

  private <T> List<T> list(String sql, Rows.Mapper<T> mapper, Object... values) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        return Rows.list(statement, mapper);
      }
    });
  }

  private static Due due(ResultSet row) throws SQLException {
    return new Due(
        new Hint(Rows.uuid(row, 1), row.getLong(2)), QueueName.ofLabel(Rows.text(row, 3)));
  }

  private static QueuedRow queued(ResultSet row) throws SQLException {
    return new QueuedRow(
        new Publication(
            new Hint(Rows.uuid(row, 1), row.getLong(2)),
            QueueName.ofLabel(Rows.text(row, 3)),
            PositionColumns.position(row.getLong(4), row.getLong(5)),
            Rows.text(row, 6)),
        Rows.instant(row, 7));
  }
}

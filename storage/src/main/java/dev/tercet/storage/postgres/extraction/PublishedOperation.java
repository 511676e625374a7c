package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Status;
import dev.tercet.saga.queue.Publication;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.PositionColumns;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Notes where messages stand. A row that is queued already changes only its message, unless the
 * note comes late: the row then names a message that was published after that one, which may be
 * settled and gone.
 */
public final class PublishedOperation implements BatchOperation<PublishedOperation.Note, Boolean> {
  /**
   * One message.
   *
   * @param ago how long it has stood in its queue; null when it was put there just now
   */
  record Note(Publication publication, @Nullable Duration ago) {}

  public static final String PUBLISHED =
      StatusSql.of(
          """
          WITH changes AS (
            UPDATE extraction e
               SET status = 'queued',
                   since = CASE
                             WHEN e.status = 'queued' THEN e.since
                             ELSE greatest(e.since, clock_timestamp() - coalesce(i.ago, 0) * interval '1 millisecond')
                           END,
                   due_at = NULL, message_ms = i.message_ms, message_sequence = i.message_sequence,
                   marker = i.marker, relay = NULL, relay_until = NULL
              FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
                   AS i(id, epoch, message_ms, message_sequence, marker, ago)
             WHERE e.id = i.id
               AND e.epoch = i.epoch
               AND (e.status::text = 'queued' AND i.ago IS NULL
                    OR e.status::text = 'pending' AND e.due_at <= statement_timestamp())
            RETURNING {change}, 'published'::audit_event AS event, 'published' AS reason
          ), {trail}
          SELECT id, was FROM changes
          """);

  @Override
  public String name() {
    return "published";
  }

  @Override
  public Object key(Note item) {
    return item.publication().hint().extraction();
  }

  @Override
  public List<Boolean> write(Connection connection, List<Note> batch, StatusChanges changes)
      throws SQLException {
    Set<UUID> noted = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
      Columns.of(statement, IdOrder.sorted(batch, it -> it.publication().hint().extraction()))
          .uuids(it -> it.publication().hint().extraction())
          .longs(it -> it.publication().hint().epoch())
          .longs(it -> PositionColumns.milliseconds(it.publication().position()))
          .longs(it -> PositionColumns.sequence(it.publication().position()))
          .texts(it -> it.publication().marker())
          .longsOrNull(it -> it.ago() == null ? null : it.ago().toMillis());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          noted.add(Rows.uuid(row, 1));
          if (Status.ofLabel(Rows.text(row, 2)) == Status.PENDING) {
            changes.add(Status.PENDING, Status.QUEUED);
          }
        }
      }
    }
    return batch.stream().map(it -> noted.contains(it.publication().hint().extraction())).toList();
  }
}

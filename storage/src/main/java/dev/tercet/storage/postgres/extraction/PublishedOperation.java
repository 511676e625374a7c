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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Notes where messages stand; a row that is queued already changes only its message. */
public final class PublishedOperation implements BatchOperation<Publication, Boolean> {
  public static final String PUBLISHED =
      StatusSql.of(
          """
          WITH changes AS (
            UPDATE extraction e
               SET status = 'queued',
                   since = CASE WHEN e.status = 'queued' THEN e.since ELSE clock_timestamp() END,
                   due_at = NULL, message_ms = i.message_ms, message_sequence = i.message_sequence,
                   marker = i.marker, relay = NULL, relay_until = NULL
              FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
                   AS i(id, epoch, message_ms, message_sequence, marker)
             WHERE e.id = i.id
               AND e.epoch = i.epoch
               AND (e.status::text = 'queued' OR e.status::text = 'pending' AND e.due_at <= statement_timestamp())
            RETURNING {change}, 'published'::audit_event AS event, 'published' AS reason
          ), {trail}
          SELECT id, was FROM changes
          """);

  @Override
  public String name() {
    return "published";
  }

  @Override
  public Object key(Publication item) {
    return item.hint().extraction();
  }

  @Override
  public List<Boolean> write(Connection connection, List<Publication> batch, StatusChanges changes)
      throws SQLException {
    Set<UUID> noted = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
      Columns.of(statement, IdOrder.sorted(batch, it -> it.hint().extraction()))
          .uuids(it -> it.hint().extraction())
          .longs(it -> it.hint().epoch())
          .longs(it -> PositionColumns.milliseconds(it.position()))
          .longs(it -> PositionColumns.sequence(it.position()))
          .texts(Publication::marker);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          noted.add(Rows.uuid(row, 1));
          if (Status.ofLabel(Rows.text(row, 2)) == Status.PENDING) {
            changes.add(Status.PENDING, Status.QUEUED);
          }
        }
      }
    }
    return batch.stream().map(it -> noted.contains(it.hint().extraction())).toList();
  }
}

package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.port.ExtractionStore.Replacement;
import dev.tercet.saga.queue.Publication;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.PositionColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Gives queued rows the messages that were published in place of their lost ones. */
final class ReplaceMessages {
  /** A row that names the new message already took it when nobody heard of it. */
  private static final String REPLACE =
      """
      UPDATE extraction e
         SET message_ms = i.now_ms, message_sequence = i.now_sequence, marker = i.now_marker
        FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
                    ?::bigint[], ?::text[])
             AS i(id, epoch, lost_ms, lost_sequence, lost_marker, now_ms, now_sequence, now_marker)
       WHERE e.id = i.id
         AND e.status::text = 'queued'
         AND e.epoch = i.epoch
         AND (e.message_ms, e.message_sequence, e.marker)
             IN ((i.lost_ms, i.lost_sequence, i.lost_marker),
                 (i.now_ms, i.now_sequence, i.now_marker))
      RETURNING e.id
      """;

  private ReplaceMessages() {}

  static Set<Publication> replace(Connection connection, List<Replacement> replacements)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REPLACE)) {
      Columns.of(statement, IdOrder.sorted(replacements, it -> it.lost().hint().extraction()))
          .uuids(it -> it.lost().hint().extraction())
          .longs(it -> it.lost().hint().epoch())
          .longs(it -> PositionColumns.milliseconds(it.lost().position()))
          .longs(it -> PositionColumns.sequence(it.lost().position()))
          .texts(it -> it.lost().marker())
          .longs(it -> PositionColumns.milliseconds(it.now().position()))
          .longs(it -> PositionColumns.sequence(it.now().position()))
          .texts(it -> it.now().marker());
      Set<UUID> taken = new HashSet<>(Rows.list(statement, row -> Rows.uuid(row, 1)));
      return replacements.stream()
          .map(Replacement::now)
          .filter(it -> taken.contains(it.hint().extraction()))
          .collect(Collectors.toSet());
    }
  }
}

package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/**
 * Deletes messages. A row goes only if it says what the message said: after the server lost its
 * unlogged tables ids begin anew, and a late settlement would meet somebody else's.
 */
final class SettleMessages implements BatchOperation<Delivery, Boolean> {
  static final String SETTLE =
      """
      DELETE FROM queue_message m
       USING unnest(?::bigint[], ?::uuid[], ?::bigint[]) AS i(id, extraction, epoch)
       WHERE m.id = i.id
         AND m.extraction = i.extraction
         AND m.epoch = i.epoch
      """;

  @Override
  public String name() {
    return "settle";
  }

  @Override
  public List<Boolean> write(Connection connection, List<Delivery> batch, StatusChanges changes)
      throws SQLException {
    List<Delivery> sorted = MessageRows.inOrder(batch);
    try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
      Columns.of(statement, sorted)
          .longs(it -> MessageRows.id(it.position()))
          .uuids(it -> it.hint().extraction())
          .longs(it -> it.hint().epoch());
      statement.executeUpdate();
    }
    return Collections.nCopies(batch.size(), true);
  }
}

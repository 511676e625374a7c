package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.PositionColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Rows of {@code queue_message} as messages: the time and the id of a row are its position. */
final class MessageRows {
  private MessageRows() {}

  /** Of a row of id, published_ms, queue, extraction and epoch. */
  static Delivery delivery(ResultSet row) throws SQLException {
    long millis = row.getLong(2);
    return new Delivery(
        QueueName.ofLabel(Rows.text(row, 3)),
        PositionColumns.position(millis, row.getLong(1)),
        new Hint(Rows.uuid(row, 4), row.getLong(5)),
        Instant.ofEpochMilli(millis));
  }

  /** The same messages, those first that were published first. */
  static List<Delivery> inOrder(List<Delivery> messages) {
    return messages.stream().sorted(Comparator.comparingLong(it -> id(it.position()))).toList();
  }

  /** The row's id; one that no row has when another kind of queue has given the position. */
  static long id(Position position) {
    return PositionColumns.sequence(position);
  }
}

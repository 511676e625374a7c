package dev.tercet.storage.postgres;

import dev.tercet.saga.Hint;
import dev.tercet.saga.QueueName;
import dev.tercet.saga.SagaStore.Due;
import dev.tercet.saga.SagaStore.Taker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Marks due rows as taken by one relay (docs/protocol.md §3). Rows that somebody holds are passed
 * over, so that no relay waits for another one.
 */
final class TakeDue {
  /**
   * Oldest first, and of one moment by id. The comparison is with the statement's time, so that the
   * index is used.
   */
  private static final String OLDEST =
      """
      WITH free AS MATERIALIZED (
        SELECT id
          FROM extraction e
         WHERE status = 'pending'
           AND greatest(since, due_at) <= statement_timestamp() - ? * interval '1 millisecond'
           AND (relay_until IS NULL OR relay_until <= statement_timestamp() OR relay = ?)
           AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
         ORDER BY greatest(since, due_at)
         LIMIT ?
           FOR NO KEY UPDATE SKIP LOCKED
      ), taken AS (
        UPDATE extraction e
           SET relay = ?, relay_until = statement_timestamp() + ? * interval '1 millisecond'
          FROM free
         WHERE e.id = free.id
        RETURNING e.id, e.epoch, e.queue, greatest(e.since, e.due_at) AS since
      )
      SELECT id, epoch, queue FROM taken ORDER BY since, id
      """;

  private static final String NAMED =
      """
      WITH free AS MATERIALIZED (
        SELECT id
          FROM extraction e
         WHERE id = ANY (?::uuid[])
           AND status::text = 'pending'
           AND due_at <= statement_timestamp()
           AND (relay_until IS NULL OR relay_until <= statement_timestamp() OR relay = ?)
           AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
           FOR NO KEY UPDATE SKIP LOCKED
      ), taken AS (
        UPDATE extraction e
           SET relay = ?, relay_until = statement_timestamp() + ? * interval '1 millisecond'
          FROM free
         WHERE e.id = free.id
        RETURNING e.id, e.epoch, e.queue, greatest(e.since, e.due_at) AS since
      )
      SELECT id, epoch, queue FROM taken ORDER BY since, id
      """;

  private TakeDue() {}

  static List<Due> oldest(Connection connection, Taker taker, Duration age, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
      statement.setLong(1, age.toMillis());
      statement.setObject(2, taker.relay());
      statement.setInt(3, limit);
      statement.setObject(4, taker.relay());
      statement.setLong(5, taker.hold().toMillis());
      return dues(statement);
    }
  }

  static List<Due> named(Connection connection, Taker taker, Collection<Hint> hints)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
      Object[] ids = hints.stream().map(Hint::extraction).distinct().toArray();
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      statement.setObject(2, taker.relay());
      statement.setObject(3, taker.relay());
      statement.setLong(4, taker.hold().toMillis());
      return dues(statement);
    }
  }

  static List<Due> dues(PreparedStatement statement) throws SQLException {
    return Rows.list(
        statement,
        row ->
            new Due(
                new Hint(Rows.uuid(row, 1), row.getLong(2)), QueueName.ofLabel(Rows.text(row, 3))));
  }
}

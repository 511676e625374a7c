package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.queue.Publication;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.PositionColumns;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts hints into their queues, in one statement. A batch whose outcome is unknown is put there
 * again: a doubled message does no harm.
 */
final class PublishMessages implements BatchOperation<Due, Publication> {
  /**
   * No row when nothing has a marker yet. Other processes are told unless somebody here waits for
   * all of it: who tells holds a lock of all databases until its commit, and those of this table
   * write no log to wait for.
   */
  static final String PUBLISH =
      """
      WITH added AS (
        INSERT INTO queue_message (queue, extraction, epoch, published_ms)
        SELECT i.queue::queue_name, i.extraction, i.epoch, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
          FROM unnest(?::text[], ?::uuid[], ?::bigint[]) WITH ORDINALITY AS i(queue, extraction, epoch, n)
         WHERE EXISTS (SELECT FROM queue_marker)
         ORDER BY i.n
        RETURNING id, published_ms
      ), told AS MATERIALIZED (
        SELECT CASE WHEN ? THEN pg_notify('queue_arrivals', '') END
      )
      SELECT id, published_ms, (SELECT marker FROM queue_marker), (SELECT count(*) FROM told)
        FROM added
       ORDER BY id
      """;

  static final Query MARK =
      Query.of("INSERT INTO queue_marker DEFAULT VALUES ON CONFLICT DO NOTHING");

  private final Arrivals arrivals;

  PublishMessages(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public List<Publication> write(Connection connection, List<Due> batch, StatusChanges changes)
      throws SQLException {
    List<Publication> published = added(connection, batch);
    while (published.isEmpty()) {
      MARK.values().update(connection);
      published = added(connection, batch);
    }
    return published;
  }

  private List<Publication> added(Connection connection, List<Due> batch) throws SQLException {
    List<Publication> published = new ArrayList<>(batch.size());
    try (PreparedStatement statement = connection.prepareStatement(PUBLISH)) {
      Columns.of(statement, batch)
          .texts(it -> it.queue().label())
          .uuids(it -> it.hint().extraction())
          .longs(it -> it.hint().epoch());
      statement.setBoolean(4, !arrivals.hasRoomFor(batch.size()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Due due = batch.get(published.size());
          published.add(
              new Publication(
                  due.hint(),
                  due.queue(),
                  PositionColumns.position(row.getLong(2), row.getLong(1)),
                  Rows.text(row, 3)));
        }
      }
    }
    return published;
  }
}

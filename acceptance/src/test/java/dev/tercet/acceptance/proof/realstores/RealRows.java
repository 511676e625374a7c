package dev.tercet.acceptance.proof.realstores;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.memory.queue.Mishap;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The queues in the proof's ledger, whose clock is theirs, too. */
final class RealRows implements RealQueue {
  /** What nobody will be given any more, and nobody has. */
  private static final String PASSED =
      """
      UPDATE queue_message
         SET delivered_at = coalesce(delivered_at, clock_timestamp()), session = NULL
      """;

  private static final String ALL_BUT_NEWEST =
      """
      DELETE FROM queue_message m
       WHERE id < (SELECT max(id) FROM queue_message n WHERE n.queue = m.queue)
      """;

  private static final String NEWEST =
      "DELETE FROM queue_message WHERE id IN (SELECT max(id) FROM queue_message GROUP BY queue)";

  private static final String ENTRIES =
      """
      SELECT extraction, epoch, queue, published_ms || '-' || id, (SELECT marker FROM queue_marker)
        FROM queue_message
       ORDER BY queue, id
      """;

  private final JobQueue queue;
  private final Connection inspection;

  RealRows(JobQueue queue, Connection inspection) {
    this.queue = queue;
    this.inspection = inspection;
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  @Override
  public void lose() {
    execute("DELETE FROM queue_message; DELETE FROM queue_marker");
  }

  /** What a stream may suffer, by what becomes of its messages. */
  @Override
  public void suffer(Mishap mishap) {
    switch (mishap) {
      case GROUP_MOVED_TO_THE_END,
          GROUP_MADE_ANEW_AT_THE_END,
          READ_AWAY,
          ACKNOWLEDGED,
          CONSUMER_DELETED ->
          execute(PASSED);
      case TRIMMED -> execute(ALL_BUT_NEWEST);
      case NEWEST_DELETED -> execute(NEWEST);
      case RENAMED -> execute("DELETE FROM queue_message");
    }
  }

  private void execute(String sql) {
    try (Statement statement = inspection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the proof's database", e);
    }
  }

  /** The ledger's clock has moved already. */
  @Override
  public void later(Duration step) {}

  @Override
  public List<Publication> entries() {
    List<Publication> found = new ArrayList<>();
    try (Statement statement = inspection.createStatement();
        ResultSet row = statement.executeQuery(ENTRIES)) {
      while (row.next()) {
        found.add(
            new Publication(
                new Hint(row.getObject(1, UUID.class), row.getLong(2)),
                QueueName.ofLabel(row.getString(3)),
                new Position(row.getString(4)),
                row.getString(5)));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the proof's database", e);
    }
  }

  /** The ledger ends with its database. */
  @Override
  public void close() {}
}

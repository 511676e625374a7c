package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Marks due rows as taken by one relay (docs/protocol.md §3). Rows that somebody holds are passed
 * over, so that no relay waits for another one.
 */
final class TakeDue {
  /**
   * What is pending and has been due for so long. The comparison is with the statement's time, so
   * that the index is used. What is due since its acceptance and has never been claimed is left to
   * its publisher for twice the time.
   */
  static final String WAITED =
      """
      status = 'pending'
         AND greatest(since, due_at) <= statement_timestamp() - :age * interval '1 millisecond'
         AND (epoch > 0 OR due_at <> since
              OR greatest(since, due_at) <= statement_timestamp() - 2 * :age * interval '1 millisecond')
      """;

  /**
   * Which rows no other relay holds, and what becomes of them; oldest first, of one moment by id.
   */
  private static final Map<String, String> PIECES =
      Map.of(
          "nobodys",
              "(relay_until IS NULL OR relay_until <= statement_timestamp() OR relay = :relay)",
          "taken",
              """
              taken AS (
                UPDATE extraction e
                   SET relay = :relay, relay_until = statement_timestamp() + :hold * interval '1 millisecond'
                  FROM free
                 WHERE e.id = free.id
                RETURNING e.id, e.epoch, e.queue, greatest(e.since, e.due_at) AS since
              )
              SELECT id, epoch, queue FROM taken ORDER BY since, id
              """);

  private static final Query OLDEST =
      taking(
          SqlPieces.in(
              """
              WITH free AS MATERIALIZED (
                SELECT id
                  FROM extraction e
                 WHERE {waited}
                   AND {nobodys}
                   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
                 ORDER BY greatest(since, due_at)
                 LIMIT :limit
                   FOR NO KEY UPDATE SKIP LOCKED
              ), {taken}
              """,
              Map.of("waited", WAITED)));

  private static final Query NAMED =
      taking(
          """
          WITH free AS MATERIALIZED (
            SELECT id
              FROM extraction e
             WHERE id = ANY (:ids::uuid[])
               AND status::text = 'pending'
               AND due_at <= statement_timestamp()
               AND {nobodys}
               AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
               FOR NO KEY UPDATE SKIP LOCKED
          ), {taken}
          """);

  private TakeDue() {}

  private static Query taking(String statement) {
    return Query.of(SqlPieces.in(statement, PIECES));
  }

  static List<Due> oldest(Connection connection, Taker taker, Duration age, int limit)
      throws SQLException {
    return OLDEST
        .with("age", age.toMillis())
        .with("relay", taker.relay())
        .with("hold", taker.hold().toMillis())
        .with("limit", limit)
        .list(connection, TakeDue::due);
  }

  static List<Due> named(Connection connection, Taker taker, Collection<Hint> hints)
      throws SQLException {
    return NAMED
        .with("ids", hints.stream().map(Hint::extraction).distinct().toList())
        .with("relay", taker.relay())
        .with("hold", taker.hold().toMillis())
        .list(connection, TakeDue::due);
  }

  static Due due(ResultSet row) throws SQLException {
    return new Due(
        new Hint(Rows.uuid(row, 1), row.getLong(2)), QueueName.ofLabel(Rows.text(row, 3)));
  }
}

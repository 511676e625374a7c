package dev.tercet.storage.postgres.answer;

import dev.tercet.storage.postgres.jdbc.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Closes calls whose end nobody saw; if somebody did after all, his verdict replaces this one. */
public final class UnseenEnds {
  /** A call's key. */
  record Unseen(UUID extraction, UUID id) {}

  /** Whoever ends one of them at this moment has its row, and is passed by. */
  public static final String CLOSE =
      """
      WITH unseen AS MATERIALIZED (
        SELECT c.extraction, c.id
          FROM model_call c
          JOIN unnest(?::uuid[], ?::uuid[]) AS i(extraction, id)
            ON i.extraction = c.extraction AND i.id = c.id
         WHERE c.ended_at IS NULL
         ORDER BY c.extraction, c.id
           FOR UPDATE OF c SKIP LOCKED
      )
      UPDATE model_call c
         SET ended_at = clock_timestamp(), verdict = 'unknown', calls = 1,
             cost_nanos = nullif(cost_nanos, 0), reason = 'nobody saw it end'
        FROM unseen u
       WHERE c.extraction = u.extraction
         AND c.id = u.id
      """;

  private UnseenEnds() {}

  static void close(Connection connection, List<Unseen> calls) throws SQLException {
    if (calls.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(CLOSE)) {
      Columns.of(statement, calls).uuids(Unseen::extraction).uuids(Unseen::id);
      statement.executeUpdate();
    }
  }
}

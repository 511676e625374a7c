package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.port.RetentionStore.Purged;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The end of the histories of extractions that have gone. That one has gone is noted with its row's
 * end (trigger {@code note_departures}), so that the histories of what is still there, however many
 * and however old, are never looked at.
 */
public final class AuditRetention {
  /** Those that another process works on are left to it. */
  public static final String DUE =
      """
      SELECT extraction
        FROM departure
       WHERE at < statement_timestamp() - ? * interval '1 millisecond'
       ORDER BY at
       LIMIT ?
         FOR UPDATE SKIP LOCKED
      """;

  /** A history may be long: many waits for a provider. */
  static final String FORGET =
      """
      DELETE FROM audit
       WHERE (extraction, seq) IN (
         SELECT extraction, seq FROM audit WHERE extraction = ANY (?::uuid[]) LIMIT ?)
      """;

  static final String OVER =
      """
      DELETE FROM departure d
       WHERE d.extraction = ANY (?::uuid[])
         AND NOT EXISTS (SELECT FROM audit a WHERE a.extraction = d.extraction)
      """;

  private AuditRetention() {}

  static Purged forget(Connection connection, Duration age, int limit) throws SQLException {
    List<UUID> due;
    try (PreparedStatement statement = connection.prepareStatement(DUE)) {
      statement.setLong(1, age.toMillis());
      statement.setInt(2, limit);
      due = Rows.list(statement, row -> Rows.uuid(row, 1));
    }
    if (due.isEmpty()) {
      return new Purged(0, false);
    }
    try (PreparedStatement forget = connection.prepareStatement(FORGET);
        PreparedStatement over = connection.prepareStatement(OVER)) {
      Array gone = connection.createArrayOf("uuid", due.toArray());
      forget.setArray(1, gone);
      forget.setInt(2, limit);
      int rows = forget.executeUpdate();
      over.setArray(1, gone);
      over.executeUpdate();
      return new Purged(rows, rows == limit || due.size() == limit);
    }
  }
}

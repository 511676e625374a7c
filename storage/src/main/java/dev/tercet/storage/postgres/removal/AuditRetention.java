package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.port.RetentionStore.Purged;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
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
  public static final Query DUE =
      Query.of(
          """
          SELECT extraction
            FROM departure
           WHERE at < statement_timestamp() - :age * interval '1 millisecond'
           ORDER BY at
           LIMIT :limit
             FOR UPDATE SKIP LOCKED
          """);

  /** A history may be long: many waits for a provider. */
  static final Query FORGET =
      Query.of(
          """
          DELETE FROM audit
           WHERE (extraction, seq) IN (
             SELECT extraction, seq FROM audit WHERE extraction = ANY (:gone::uuid[]) LIMIT :limit)
          """);

  static final Query OVER =
      Query.of(
          """
          DELETE FROM departure d
           WHERE d.extraction = ANY (:gone::uuid[])
             AND NOT EXISTS (SELECT FROM audit a WHERE a.extraction = d.extraction)
          """);

  private AuditRetention() {}

  static Purged forget(Connection connection, Duration age, int limit) throws SQLException {
    List<UUID> due =
        DUE.with("age", age.toMillis())
            .with("limit", limit)
            .list(connection, row -> Rows.uuid(row, 1));
    if (due.isEmpty()) {
      return new Purged(0, false);
    }
    int rows = FORGET.with("gone", due).with("limit", limit).update(connection);
    OVER.with("gone", due).update(connection);
    return new Purged(rows, rows == limit || due.size() == limit);
  }
}

package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.RunStore.Numbered;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The number of the newest run that may write, and whether Postgres was found behind it. */
final class RunNumbers {
  /**
   * A restored copy takes up above the highest number that anybody has seen. A replica that took
   * over may lack less than the time between two runs, and is told by the server's timeline, which
   * every promotion and every recovery to a point in time makes another: the first eight
   * hexadecimal digits of the name of the log's file.
   */
  private static final Query NEXT =
      Query.of(
          """
          UPDATE run_number
             SET went_back_at = CASE
                   WHEN number < :seen OR run_number.timeline <> 0 AND run_number.timeline <> now.timeline THEN clock_timestamp()
                   WHEN went_back_at > statement_timestamp() - :grace * interval '1 millisecond' THEN went_back_at
                 END,
                 number = greatest(number, :seen) + 1,
                 timeline = now.timeline
            FROM (SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint AS timeline) AS now
          RETURNING number, went_back_at, clock_timestamp()
          """);

  private static final Query LAST =
      Query.of(
          """
          SELECT number,
                 CASE
                   WHEN number < :seen OR run_number.timeline <> 0 AND run_number.timeline <> now.timeline THEN statement_timestamp()
                   WHEN went_back_at > statement_timestamp() - :grace * interval '1 millisecond' THEN went_back_at
                 END,
                 statement_timestamp()
            FROM run_number,
                 (SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint AS timeline) AS now
          """);

  private final Database database;

  RunNumbers(Database database) {
    this.database = database;
  }

  /** Taken twice after an unknown outcome it is higher by two, and says the same. */
  Numbered next(long seen, Duration grace) {
    return database.repeatable(connection -> numbered(connection, NEXT, seen, grace));
  }

  Numbered last(long seen, Duration grace) {
    return database.read(connection -> numbered(connection, LAST, seen, grace));
  }

  private static Numbered numbered(Connection connection, Query query, long seen, Duration grace)
      throws SQLException {
    return query
        .with("seen", seen)
        .with("grace", grace.toMillis())
        .one(
            connection,
            row -> new Numbered(row.getLong(1), Rows.instantOrNull(row, 2), Rows.instant(row, 3)));
  }
}

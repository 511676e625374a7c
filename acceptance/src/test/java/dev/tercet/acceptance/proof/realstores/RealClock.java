package dev.tercet.acceptance.proof.realstores;

import dev.tercet.testkit.SettableClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The clock of the proof's database, which stands still until the world moves it.
 *
 * <p>Leases, deadlines and grace periods are measured on the database's clock, and minutes must
 * pass in every run. So the clock itself is moved: in this database {@code clock_timestamp()},
 * {@code statement_timestamp()} and {@code now()} are functions of the proof's own, which its
 * search path finds before the built-in ones and which read the one row of a table. The adapters'
 * SQL and the migrations run as they are, the processes are given the same clock, and what is
 * stored means the same on both sides of a port. Moving every stored timestamp into the past
 * instead would let rows age but not what processes remember, and a process that compares the two
 * would see time pass twice. Real, short waits would make every run long and its outcome a matter
 * of the machine's load.
 */
final class RealClock {
  private static final String CREATE =
      """
      CREATE SCHEMA world;
      CREATE TABLE world.clock (shows timestamptz NOT NULL);
      INSERT INTO world.clock VALUES (now());
      CREATE FUNCTION world.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS 'SELECT shows FROM world.clock';
      CREATE FUNCTION world.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT shows FROM world.clock';
      CREATE FUNCTION world.now() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT shows FROM world.clock'
      """;

  private static final String SET = "UPDATE world.clock SET shows = ?";

  private static final String STARTED = "SELECT pg_postmaster_start_time()";

  /** Long after the server's start, since shortly after it no sign of death counts. */
  private static final Duration SINCE_START = Duration.ofDays(1);

  private final Connection connection;
  private final SettableClock clock = new SettableClock();
  private final Instant beginning;

  /** A clock whose functions are there already. */
  RealClock(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STARTED)) {
      row.next();
      beginning =
          row.getObject(1, OffsetDateTime.class)
              .toInstant()
              .truncatedTo(ChronoUnit.SECONDS)
              .plus(SINCE_START);
    }
  }

  /** Makes the functions, before the migrations: a column's default is bound to them, too. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
  }

  SettableClock clock() {
    return clock;
  }

  /** Another world begins, at the same moment as the one before. */
  void reset() throws SQLException {
    set(beginning);
  }

  void advance(Duration step) throws SQLException {
    set(clock.instant().plus(step));
  }

  private void set(Instant instant) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SET)) {
      statement.setObject(1, instant.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    }
    clock.set(instant);
  }
}

package dev.tercet.cli.service;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** What the stores themselves say that they were asked to do. */
public final class StoreCounters implements AutoCloseable {
  private static final String COMMANDS = "total_commands_processed:";

  private static final String TRANSACTIONS =
      """
      SELECT xact_commit + xact_rollback
        FROM pg_stat_database
       WHERE datname = current_database()
      """;

  private static final String WRITTEN = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn";

  private final Connection postgres;
  private final @Nullable Jedis redis;

  /** Where Postgres is; {@code url} is JDBC's. */
  public record Postgres(String url, @Nullable String username, @Nullable String password) {
    @Override
    public String toString() {
      return "Postgres";
    }
  }

  private StoreCounters(Connection postgres, @Nullable Jedis redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  /** Connects; without a Redis it counts no command. */
  public static StoreCounters open(Postgres address, @Nullable URI redis) throws SQLException {
    return new StoreCounters(connect(address), redis == null ? null : new Jedis(redis));
  }

  /** A connection to Postgres beside those of the service. */
  public static Connection connect(Postgres address) throws SQLException {
    var properties = new Properties();
    if (address.username() != null) {
      properties.setProperty("user", address.username());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password());
    }
    properties.setProperty("ApplicationName", "tercet bench");
    return DriverManager.getConnection(address.url(), properties);
  }

  /**
   * What was counted up to a moment. A Postgres backend tells its own counts at most ten seconds
   * late (PGSTAT_IDLE_INTERVAL), so a reading is exact once the load has rested for longer.
   *
   * @param transactions in Tercet's database, ended one way or the other
   * @param commands of the whole Redis server
   * @param atNanos of {@link System#nanoTime}
   */
  public record Reading(long transactions, long commands, long atNanos) {
    /** What happened since {@code before}, per second. */
    public Rates since(Reading before) {
      double seconds = (atNanos - before.atNanos) / (double) Duration.ofSeconds(1).toNanos();
      return new Rates(
          (transactions - before.transactions) / seconds,
          (commands - before.commands) / seconds,
          seconds);
    }
  }

  /** Counts per second, over so many seconds. */
  public record Rates(double transactions, double commands, double seconds) {
    /** How many transactions there were beyond those of the idle service. */
    public double transactionsBeyond(Rates idle) {
      return Math.max(0, (transactions - idle.transactions) * seconds);
    }

    /** How many commands there were beyond those of the idle service. */
    public double commandsBeyond(Rates idle) {
      return Math.max(0, (commands - idle.commands) * seconds);
    }
  }

  /** What the whole Redis server was asked to do so far; exact at once. */
  public long commands() {
    Jedis asked = redis;
    if (asked == null) {
      return 0;
    }
    return asked
        .info("stats")
        .lines()
        .filter(it -> it.startsWith(COMMANDS))
        .mapToLong(it -> Long.parseLong(it.substring(COMMANDS.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  /** How many bytes the whole Postgres server has written to its log so far; exact at once. */
  public long written() throws SQLException {
    return number(WRITTEN);
  }

  private long number(String sql) throws SQLException {
    try (PreparedStatement statement = postgres.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Reads both counters. */
  public Reading read() throws SQLException {
    long commands = commands();
    try (PreparedStatement statement = postgres.prepareStatement(TRANSACTIONS);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Reading(row.getLong(1), commands, System.nanoTime());
    }
  }

  /** How far the database's clock is ahead of {@code ours}; as good as half a round trip. */
  public Duration databaseAhead(InstantSource ours) throws SQLException {
    try (PreparedStatement statement = postgres.prepareStatement("SELECT clock_timestamp()")) {
      statement.executeQuery().close();
      Instant before = ours.instant();
      try (ResultSet row = statement.executeQuery()) {
        Instant after = ours.instant();
        row.next();
        Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
        return Duration.between(middle, row.getObject(1, OffsetDateTime.class).toInstant());
      }
    }
  }

  @Override
  public void close() throws SQLException {
    if (redis != null) {
      redis.close();
    }
    postgres.close();
  }
}

package dev.tercet.api.wiring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to Postgres: a pool for the work, another for what people ask. Opening connects
 * to nothing; a server that is away may come.
 */
final class LedgerPool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Who asks is told soon, and may ask again. */
  private static final Duration READERS_PATIENCE = Duration.ofSeconds(2);

  private static final Duration CONNECT = Duration.ofSeconds(4);
  private static final int CHECK_MILLIS = 2_000;

  /**
   * A connection that says nothing for so long is lost, though nobody ended it: a firewall has
   * forgotten it, or its server hangs. Longer than the time that the server gives a statement.
   */
  private static final Duration SILENCE = Duration.ofSeconds(35);

  /** The same where nothing but small statements are sent. */
  private static final Duration DIRECT_SILENCE = Duration.ofSeconds(10);

  /**
   * The server gives the locks of a host that is gone to others within a minute, and not after the
   * two hours of its system.
   */
  private static final String NOTICE_LOSS =
      """
      SET SESSION tcp_keepalives_idle = 30;
      SET SESSION tcp_keepalives_interval = 10;
      SET SESSION tcp_keepalives_count = 3
      """;

  private static final Logger LOG = LoggerFactory.getLogger(LedgerPool.class);

  private final HikariDataSource pool;
  private final HikariDataSource reads;
  private final StoresConfig.Postgres address;
  private @Nullable Connection asking;

  private LedgerPool(HikariDataSource pool, HikariDataSource reads, StoresConfig.Postgres address) {
    this.pool = pool;
    this.reads = reads;
    this.address = address;
  }

  static LedgerPool open(StoresConfig.Postgres address, StoresConfig config, MeterRegistry meters) {
    HikariDataSource work =
        pool(config("postgres", work(address), PATIENCE, config.poolSize(), meters), address.url());
    try {
      HikariDataSource reads =
          pool(
              config(
                  "postgres-reads",
                  driver(address, SILENCE),
                  READERS_PATIENCE,
                  config.reads().poolSize(),
                  meters),
              address.sessionUrl());
      return new LedgerPool(work, reads, address);
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }

  private static HikariDataSource pool(HikariConfig config, String url) {
    config.setJdbcUrl(url);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(
      String name, Properties driver, Duration patience, int size, MeterRegistry meters) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSourceProperties(driver);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(2, size));
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(patience.toMillis());
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    return config;
  }

  /** A statement that one session has prepared is unknown to the next that a pooler gives out. */
  private static Properties work(StoresConfig.Postgres address) {
    Properties driver = driver(address, SILENCE);
    if (sharing(address) == Sharing.BY_TRANSACTION) {
      driver.setProperty("prepareThreshold", "0");
    }
    return driver;
  }

  Pools pools() {
    return new Pools(pool, reads, sharing(address));
  }

  /** Whoever names a direct address, too, has a pooler at the other one. */
  private static Sharing sharing(StoresConfig.Postgres address) {
    return address.sessionUrl().equals(address.url()) ? Sharing.NONE : Sharing.BY_TRANSACTION;
  }

  /** Connections past the pool, for the locks of worker sessions. */
  DirectConnections direct() {
    return () -> {
      Connection connection =
          DriverManager.getConnection(address.sessionUrl(), driver(address, DIRECT_SILENCE));
      try (Statement statement = connection.createStatement()) {
        statement.execute(NOTICE_LOSS);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    };
  }

  /**
   * Why this server can never be used, in words; empty when it can. It is asked past the pool,
   * which may have no connection to spare.
   *
   * @throws StoreUnavailableException when it cannot be asked now
   */
  Optional<String> unfit() {
    try (Connection one = direct().open();
        Connection other = direct().open()) {
      Optional<String> unfit = FitLedger.unfit(one);
      return unfit.isEmpty() && FitLedger.arePooledByTransaction(one, other)
          ? Optional.of(
              "it is reached through a pooler that gives out connections by transaction; name a"
                  + " direct address, too: tercet.postgres.session-url")
          : unfit;
    } catch (SQLException e) {
      throw PostgresStores.away(reason(e), e);
    }
  }

  /** Something asked of the server. */
  @FunctionalInterface
  interface Question<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Throws {@link StoreUnavailableException} when the server does not answer, takes no writes, or
   * the work finds no connection to it.
   */
  void ping() {
    ask(_ -> true);
  }

  /** The same with a question, in one transaction. */
  <T> T ask(Question<T> question) {
    T answer = askAlone(question);
    if (pool.getHikariPoolMXBean().getIdleConnections() == 0) {
      findRoom();
    }
    return answer;
  }

  private void findRoom() {
    try (Connection connection = pool.getConnection()) {
      LOG.trace("the work has {}", connection);
    } catch (SQLException e) {
      throw new StoreUnavailableException(
          Store.POSTGRES,
          "it answers, but no connection of the work's pool (%d) was free for %d s"
              .formatted(pool.getMaximumPoolSize(), PATIENCE.toSeconds()),
          e);
    }
  }

  /**
   * Asks on a connection of its own, since a pool that is busy is no sign of a server that is away.
   */
  private synchronized <T> T askAlone(Question<T> question) {
    try {
      Connection connection = asking;
      if (connection == null) {
        connection = direct().open();
        asking = connection;
        connection.setNetworkTimeout(Runnable::run, CHECK_MILLIS);
        PostgresStores.settle(connection);
        connection.setAutoCommit(false);
      }
      Optional<String> refusal = FitLedger.readOnly(connection);
      if (refusal.isPresent()) {
        throw new SQLException(refusal.get());
      }
      T answer = question.on(connection);
      connection.commit();
      return answer;
    } catch (SQLException e) {
      hangUp();
      throw PostgresStores.away(reason(e), e);
    }
  }

  /** The driver's own words, in one line. */
  private static String reason(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }

  private void hangUp() {
    try (Connection connection = asking) {
      LOG.debug("hanging up on {}", connection);
    } catch (SQLException e) {
      LOG.debug("the connection was gone already", e);
    } finally {
      asking = null;
    }
  }

  @Override
  public synchronized void close() {
    hangUp();
    reads.close();
    pool.close();
  }

  /** How the driver connects: bounded, kept alive, prepared on the server, in batches. */
  private static Properties driver(StoresConfig.Postgres address, Duration silence) {
    var properties = new Properties();
    if (address.username() != null) {
      properties.setProperty("user", address.username());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password().value());
    }
    properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(silence.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "tercet");
    return properties;
  }
}

package dev.tercet.api.wiring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import dev.tercet.storage.postgres.DirectConnections;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** The connections to Postgres. Opening connects to nothing; a server that is away may come. */
final class LedgerPool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(4);
  private static final int CHECK_SECONDS = 2;

  private final HikariDataSource pool;
  private final StoresConfig.Postgres address;

  private LedgerPool(HikariDataSource pool, StoresConfig.Postgres address) {
    this.pool = pool;
    this.address = address;
  }

  static LedgerPool open(StoresConfig.Postgres address, int size, MeterRegistry meters) {
    var config = new HikariConfig();
    config.setPoolName("postgres");
    config.setJdbcUrl(address.url());
    config.setDataSourceProperties(driver(address));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(2, size));
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    return new LedgerPool(new HikariDataSource(config), address);
  }

  DataSource source() {
    return pool;
  }

  /** Connections past the pool, for the locks of worker sessions. */
  DirectConnections direct() {
    return () -> DriverManager.getConnection(address.sessionUrl(), driver(address));
  }

  /** Throws {@link StoreUnavailableException} when the server does not answer. */
  void ping() {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isValid(CHECK_SECONDS)) {
        throw new SQLException("it does not answer");
      }
    } catch (SQLException e) {
      throw new StoreUnavailableException(Store.POSTGRES, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /** How the driver connects: bounded, kept alive, prepared on the server, in batches. */
  private static Properties driver(StoresConfig.Postgres address) {
    var properties = new Properties();
    if (address.username() != null) {
      properties.setProperty("user", address.username());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password().value());
    }
    properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "tercet");
    return properties;
  }
}

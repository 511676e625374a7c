package dev.tercet.storage.postgres.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The same connections without a limit on how long an answer may take: a migration of large tables
 * takes as long as it takes.
 */
public record UnlimitedSource(DataSource source) implements DataSource {
  private static final int NO_LIMIT = 0;

  @Override
  public Connection getConnection() throws SQLException {
    return unhurried(source.getConnection());
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return unhurried(source.getConnection(username, password));
  }

  /** A connection that breaks in this moment goes back, for the pool has few. */
  private static Connection unhurried(Connection connection) throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, NO_LIMIT);
      return connection;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return source.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return source.isWrapperFor(type);
  }
}

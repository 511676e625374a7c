package dev.tercet.storage.postgres;

import dev.tercet.saga.RecoveryStore.RunLock;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** The advisory locks of recovery's runs, each on a connection of its own. */
final class RunLocks {
  private static final String TRY_LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('tercet.recovery.' || ?, 0))";
  private static final String UNLOCK =
      "SELECT pg_advisory_unlock(hashtextextended('tercet.recovery.' || ?, 0))";

  private final DataSource source;

  RunLocks(DataSource source) {
    this.source = source;
  }

  /** Takes the lock of that name; empty when another run has it. */
  Optional<RunLock> tryLock(String name) {
    Connection connection = connect();
    try {
      if (ask(connection, TRY_LOCK, name)) {
        return Optional.of(new HeldLock(connection, name));
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      giveUp(connection, e);
      throw unavailable("the lock of the recovery run could not be asked for", e);
    }
  }

  private Connection connect() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw unavailable("no connection for the lock of the recovery run", e);
    }
  }

  /** The lock and the connection that holds it; closing it again does nothing. */
  private record HeldLock(Connection connection, String name, AtomicBoolean open)
      implements RunLock {
    HeldLock(Connection connection, String name) {
      this(connection, name, new AtomicBoolean(true));
    }

    /** A connection that was lost has lost its lock with it. */
    @Override
    public void close() {
      if (open.getAndSet(false)) {
        try {
          ask(connection, UNLOCK, name);
          connection.close();
        } catch (SQLException e) {
          giveUp(connection, e);
          throw unavailable("the lock of the recovery run was lost with its connection", e);
        }
      }
    }
  }

  private static StoreUnavailableException unavailable(String message, SQLException cause) {
    return new StoreUnavailableException(Store.POSTGRES, message, cause);
  }

  /** A statement that was broken off may have taken the lock, which must not go into the pool. */
  private static void giveUp(Connection connection, SQLException failure) {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock_all()");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean ask(Connection connection, String sql, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}

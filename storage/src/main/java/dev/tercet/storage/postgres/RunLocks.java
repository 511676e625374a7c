package dev.tercet.storage.postgres;

import dev.tercet.saga.RecoveryStore.RunLock;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The advisory locks of recovery's runs, each on a connection of its own.
 *
 * <p>A connection that was lost in silence leaves its session standing on the server, with the
 * lock, until the server notices, which may take hours. The process that had it ends that session
 * when it wants the lock again.
 */
final class RunLocks {
  private static final String TRY_LOCK =
      """
      SELECT pg_backend_pid()
       WHERE pg_try_advisory_lock(hashtextextended('tercet.recovery.' || ?, 0))
      """;

  private static final String UNLOCK =
      """
      SELECT pg_backend_pid()
       WHERE pg_advisory_unlock(hashtextextended('tercet.recovery.' || ?, 0))
      """;

  /**
   * The session must still be the one that holds the lock, whose key stands there in two halves. It
   * is found before any is ended: conditions beside each other have no order.
   */
  private static final String END_HOLDER =
      """
      WITH holder AS MATERIALIZED (
        SELECT l.pid
          FROM pg_locks l
         WHERE l.locktype = 'advisory'
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND l.objsubid = 1
           AND (l.classid::bigint << 32) | l.objid::bigint
               = hashtextextended('tercet.recovery.' || ?, 0)
           AND l.pid = ?
           AND l.granted
      )
      SELECT pg_terminate_backend(pid, 5000)
        FROM holder
      """;

  private final DataSource source;

  /** By the lock's name the server's session that was lost with it. */
  private final Map<String, Integer> lost = new ConcurrentHashMap<>();

  RunLocks(DataSource source) {
    this.source = source;
  }

  /** Takes the lock of that name; empty when another run has it. */
  Optional<RunLock> tryLock(String name) {
    Connection connection = connect();
    try {
      endLostHolder(connection, name);
      Optional<Integer> session = ask(connection, TRY_LOCK, name);
      if (session.isPresent()) {
        return Optional.of(new HeldLock(connection, session.get(), name));
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      giveUp(connection, e);
      throw unavailable("the lock of the recovery run could not be asked for", e);
    }
  }

  private void endLostHolder(Connection connection, String name) throws SQLException {
    Integer session = lost.get(name);
    if (session == null) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(END_HOLDER)) {
      statement.setString(1, name);
      statement.setInt(2, session);
      statement.execute();
    }
    lost.remove(name, session);
  }

  private Connection connect() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw unavailable("no connection for the lock of the recovery run", e);
    }
  }

  /** The lock and the connection that holds it; closing it again does nothing. */
  private final class HeldLock implements RunLock {
    private final Connection connection;
    private final int session;
    private final String name;
    private final AtomicBoolean open = new AtomicBoolean(true);

    HeldLock(Connection connection, int session, String name) {
      this.connection = connection;
      this.session = session;
      this.name = name;
    }

    /** A connection that was lost has lost its lock with it, or has left it to its ghost. */
    @Override
    public void close() {
      if (open.getAndSet(false)) {
        try {
          ask(connection, UNLOCK, name);
          connection.close();
        } catch (SQLException e) {
          lost.put(name, session);
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

  /** The server's session when it is so. */
  private static Optional<Integer> ask(Connection connection, String sql, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() ? Optional.of(answer.getInt(1)) : Optional.empty();
      }
    }
  }
}

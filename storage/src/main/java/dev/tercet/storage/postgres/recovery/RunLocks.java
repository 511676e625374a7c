package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.DueWork.Reconciler;
import dev.tercet.saga.port.RunStore.RunLock;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.jdbc.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The advisory locks of recovery's runs: all those of this process on one direct connection, past
 * any pool or pooler, so that runs take no connection from the work. It is opened by the first run
 * and stays; when it is lost, all its locks are lost with it.
 *
 * <p>A connection that was lost in silence leaves its session standing on the server, with the
 * locks, until the server notices, which may take hours. The process that had it ends that session
 * before it takes any lock on another connection.
 */
public final class RunLocks implements AutoCloseable {

  private static final String ONE_OF_OURS =
      """
      SELECT pid, backend_start
        FROM pg_stat_activity
       WHERE pid = pg_backend_pid()
      """;

  /** A process id is given out again; with the time of its start it is one session for ever. */
  private static final Query END =
      Query.of(
          """
          SELECT pg_terminate_backend(pid, 5000)
            FROM pg_stat_activity
           WHERE pid = :pid
             AND backend_start = :since
          """);

  private static final String TRY_LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('tercet.recovery.' || ?, 0))";

  private static final String UNLOCK =
      "SELECT pg_advisory_unlock(hashtextextended('tercet.recovery.' || ?, 0))";

  private final DirectConnections direct;

  /** Sessions whose connections were lost, and which may stand on the server still. */
  private final Set<Session> lost = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Holder holder;

  public RunLocks(DirectConnections direct) {
    this.direct = direct;
  }

  /** One session of the server. */
  private record Session(int pid, OffsetDateTime since) {}

  /** The connection that holds the locks, and their names. */
  private record Holder(Connection connection, Session session, Set<String> names) {}

  /** Takes the lock of that name; empty when another run has it. */
  synchronized Optional<RunLock> tryLock(String name) {
    boolean used = holder != null;
    try {
      return tryOnce(name);
    } catch (SQLException e) {
      drop();
      if (!used) {
        throw unavailable("the lock of the recovery run could not be asked for", e);
      }
    }
    try { // what was lost while nobody used it is no reason to refuse
      return tryOnce(name);
    } catch (SQLException e) {
      drop();
      throw unavailable("the lock of the recovery run could not be asked for", e);
    }
  }

  private Optional<RunLock> tryOnce(String name) throws SQLException {
    Holder with = held();
    if (with.names().contains(name) || !ask(with.connection(), TRY_LOCK, name)) {
      return Optional.empty();
    }
    with.names().add(name);
    return Optional.of(new HeldLock(with, name));
  }

  private Holder held() throws SQLException {
    Holder known = holder;
    if (known != null) {
      return known;
    }
    Connection connection = direct.open();
    try {
      endLost(connection);
      Holder opened = new Holder(connection, session(connection), new HashSet<>());
      holder = opened;
      return opened;
    } catch (SQLException | RuntimeException e) {
      close(connection, e);
      throw e;
    }
  }

  private void endLost(Connection connection) throws SQLException {
    for (Iterator<Session> each = lost.iterator(); each.hasNext(); each.remove()) {
      Session session = each.next();
      END.with("pid", session.pid())
          .with("since", session.since())
          .list(connection, row -> row.getBoolean(1));
    }
  }

  private static Session session(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ONE_OF_OURS);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Session(row.getInt(1), row.getObject(2, OffsetDateTime.class));
    }
  }

  /** Gives the connection up, and with it every lock that it holds. */
  private void drop() {
    Holder gone = holder;
    if (gone != null) {
      lost.add(gone.session());
      holder = null;
      close(gone.connection(), new SQLException("given up"));
    }
  }

  private static void close(Connection connection, Exception failure) {
    try {
      connection.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Who holds the locks of that backend. Those of a session that this process has lost are as good
   * as free: nobody but its own next connection ends that session. Waits for nobody, since a lock
   * may be asked for on a connection that is silent.
   */
  public Reconciler whose(int backend) {
    Holder now = holder;
    if (now != null && now.session().pid() == backend) {
      return Reconciler.THIS;
    }
    return lost.stream().anyMatch(it -> it.pid() == backend)
        ? Reconciler.NOBODY
        : Reconciler.ANOTHER;
  }

  private boolean isAnother(Holder with) {
    Holder now = holder;
    return now == null || !now.session().equals(with.session());
  }

  private synchronized void unlock(Holder with, String name) {
    if (isAnother(with)) {
      throw unavailable(
          "the lock of the recovery run was lost with its connection",
          new SQLException("another connection was lost before", "08006"));
    }
    with.names().remove(name);
    try {
      ask(with.connection(), UNLOCK, name);
    } catch (SQLException e) {
      drop();
      throw unavailable("the lock of the recovery run was lost with its connection", e);
    }
  }

  /** A lock of one name; closing it again does nothing. */
  private final class HeldLock implements RunLock {
    private final Holder with;
    private final String name;
    private final AtomicBoolean open = new AtomicBoolean(true);

    HeldLock(Holder with, String name) {
      this.with = with;
      this.name = name;
    }

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        unlock(with, name);
      }
    }
  }

  /** Frees what is held. */
  @Override
  public synchronized void close() {
    drop();
    lost.clear();
  }

  private static StoreUnavailableException unavailable(String message, SQLException cause) {
    return new StoreUnavailableException(Store.POSTGRES, message, cause);
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

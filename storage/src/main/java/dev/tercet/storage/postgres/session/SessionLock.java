package dev.tercet.storage.postgres.session;

import dev.tercet.storage.batch.FlushFault;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.jdbc.PostgresFailure;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.jdbc.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session's advisory lock and the connection that holds it. The server frees the lock when the
 * connection ends, so a free lock means that the process is gone.
 */
final class SessionLock implements AutoCloseable {
  private static final String TAKE = "SELECT pg_try_advisory_lock(?)";

  private static final String BEAT =
      """
      UPDATE worker_session
         SET heartbeat_at = clock_timestamp()
       WHERE id = ?
         AND closed_at IS NULL
      RETURNING EXISTS (
                SELECT FROM extraction e WHERE e.status = 'processing' AND e.session = worker_session.id)
      """;

  private final DirectConnections direct;
  private final UUID session;
  private final long key;
  private @Nullable Connection holder;
  private boolean held;
  private boolean nothing;

  SessionLock(DirectConnections direct, UUID session, long key) {
    this.direct = direct;
    this.session = session;
    this.key = key;
  }

  /** Takes the lock in the transaction that registers the session. */
  synchronized void takeFirst(Database.Act<Integer> register) {
    onHolder(connection -> {
      register.on(connection);
      take(connection);
      return true;
    });
  }

  /**
   * Beats on the connection that holds the lock; when that was lost, takes the lock again in the
   * transaction that finds the row open (its update locks the row, so nobody can close it
   * meanwhile). A lock that the server has not freed yet is taken at a later beat.
   *
   * @return false when the row is closed or gone
   */
  synchronized boolean beat() {
    return onHolder(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
        statement.setObject(1, session);
        List<Boolean> holding = Rows.list(statement, row -> row.getBoolean(1));
        boolean open = !holding.isEmpty();
        if (open && !held) {
          take(connection);
        }
        nothing = open && !holding.getFirst();
        return open;
      }
    });
  }

  private void take(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setLong(1, key);
      try (ResultSet row = statement.executeQuery()) {
        held = row.next() && row.getBoolean(1);
      }
    }
  }

  /** Whether the session held nothing at the beat that was just made; told once of each. */
  synchronized boolean heldNothing() {
    boolean told = nothing;
    nothing = false;
    return told;
  }

  /** Asks on the same connection, which has been asked a moment ago and is nobody else's. */
  synchronized <T> T ask(Database.Act<T> question) {
    return onHolder(question);
  }

  /** A connection that fails is dropped; the next act opens another, without the lock. */
  private <T> T onHolder(Database.Act<T> act) {
    Transaction transaction = null;
    try {
      Connection connection = holder == null ? direct.open() : holder;
      holder = connection;
      transaction = new Transaction(connection);
      return transaction.run(act);
    } catch (SQLException e) {
      drop(e);
      boolean unknown = transaction != null && transaction.isCommitting();
      RuntimeException failure =
          PostgresFailure.of(e, unknown ? FlushFault.UNKNOWN : FlushFault.NOTHING_DONE);
      throw failure instanceof PostgresFailure told ? told.explained() : failure;
    }
  }

  private void drop(SQLException failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public synchronized void close() {
    Connection connection = holder;
    holder = null;
    held = false;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw PostgresFailure.of(e, FlushFault.NOTHING_DONE);
      }
    }
  }
}

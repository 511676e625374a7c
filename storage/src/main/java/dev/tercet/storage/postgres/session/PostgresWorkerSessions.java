package dev.tercet.storage.postgres.session;

import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers worker sessions, each with a direct connection of its own. */
public final class PostgresWorkerSessions implements WorkerSessions {
  private static final String OPEN =
      """
      INSERT INTO worker_session
             (id, lock_key, lock_seen, host, pid, version, concurrency, cut, lease, opened_at,
              heartbeat_at)
      VALUES (?, ?, false, ?, ?, ?, ?, ?, ? * interval '1 millisecond', clock_timestamp(),
              clock_timestamp())
      """;

  private static final String SEE = "SELECT pg_try_advisory_xact_lock(?)";

  private static final String SEEN = "UPDATE worker_session SET lock_seen = ? WHERE id = ?";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresWorkerSessions.class);

  private final Database database;
  private final DirectConnections direct;
  private final TransitionCounter counter;

  public PostgresWorkerSessions(
      Database database, DirectConnections direct, TransitionCounter counter) {
    this.database = database;
    this.direct = direct;
    this.counter = counter;
  }

  @Override
  public Session open(Worker worker, Duration lease) {
    UUID id = UUID.randomUUID();
    long lockKey = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    SessionLock lock = new SessionLock(direct, id, lockKey);
    lock.takeFirst(connection -> insert(connection, worker, lease, id, lockKey));
    see(id, lockKey);
    return new PostgresSession(id, lock, database, counter);
  }

  @Override
  public Session reopen(UUID former, Worker worker, Duration lease) {
    StatusChanges changes = new StatusChanges();
    int cleared = database.repeatable(connection -> CrashReversal.of(connection, former, changes));
    counter.count(changes);
    if (cleared > 0) {
      LOG.info("Session {} was no crash: {} extractions are cleared of it", former, cleared);
    }
    return open(worker, lease);
  }

  private static int insert(
      Connection connection, Worker worker, Duration lease, UUID id, long lockKey)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
      statement.setObject(1, id);
      statement.setLong(2, lockKey);
      statement.setString(3, worker.host());
      statement.setLong(4, worker.pid());
      statement.setString(5, worker.version());
      statement.setInt(6, worker.concurrency());
      statement.setString(7, worker.cut());
      statement.setLong(8, lease.toMillis());
      return statement.executeUpdate();
    }
  }

  /**
   * Whether another connection sees the lock; behind a pooler none does, and only the heartbeat
   * counts.
   */
  private void see(UUID id, long lockKey) {
    database.repeatable(connection -> {
      try (PreparedStatement see = connection.prepareStatement(SEE);
          PreparedStatement seen = connection.prepareStatement(SEEN)) {
        see.setLong(1, lockKey);
        try (ResultSet row = see.executeQuery()) {
          row.next();
          seen.setBoolean(1, !row.getBoolean(1));
        }
        seen.setObject(2, id);
        return seen.executeUpdate();
      }
    });
  }
}

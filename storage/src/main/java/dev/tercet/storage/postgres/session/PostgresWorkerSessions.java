package dev.tercet.storage.postgres.session;

import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers worker sessions, each with a direct connection of its own. */
public final class PostgresWorkerSessions implements WorkerSessions {
  private static final Query OPEN =
      Query.of(
          """
          INSERT INTO worker_session
                 (id, lock_key, lock_seen, host, pid, version, concurrency, cut, lease, opened_at,
                  heartbeat_at)
          VALUES (:id, :lock_key, false, :host, :pid, :version, :concurrency, :cut, :lease * interval '1 millisecond', clock_timestamp(),
                  clock_timestamp())
          """);

  private static final Query SEE = Query.of("SELECT pg_try_advisory_xact_lock(:lock_key)");

  private static final Query SEEN =
      Query.of("UPDATE worker_session SET lock_seen = :seen WHERE id = :id");

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
    return OPEN.with("id", id)
        .with("lock_key", lockKey)
        .with("host", worker.host())
        .with("pid", worker.pid())
        .with("version", worker.version())
        .with("concurrency", worker.concurrency())
        .with("cut", worker.cut())
        .with("lease", lease.toMillis())
        .update(connection);
  }

  /**
   * Whether another connection sees the lock; behind a pooler none does, and only the heartbeat
   * counts.
   */
  private void see(UUID id, long lockKey) {
    database.repeatable(connection -> {
      boolean taken = SEE.with("lock_key", lockKey).one(connection, row -> row.getBoolean(1));
      return SEEN.with("seen", !taken).with("id", id).update(connection);
    });
  }
}

package dev.tercet.storage.postgres.session;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.storage.postgres.extraction.ReleaseOperation;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** One run of one worker process. */
final class PostgresSession implements WorkerSessions.Session {
  private static final Query HELD =
      Query.of(
          """
          SELECT id, epoch, since
            FROM extraction
           WHERE status = 'processing'
             AND session = :session
           ORDER BY id
          """);

  /** With the lock that a claim waits for, or that waits for a claim. */
  private static final Query CLOSE =
      Query.of(
          """
          UPDATE worker_session
             SET closed_at = clock_timestamp(), close_reason = :reason
           WHERE id = (SELECT id FROM worker_session WHERE id = :session AND closed_at IS NULL FOR UPDATE)
          """);

  private final UUID id;
  private final SessionLock lock;
  private final Database database;
  private final TransitionCounter counter;

  PostgresSession(UUID id, SessionLock lock, Database database, TransitionCounter counter) {
    this.id = id;
    this.lock = lock;
    this.database = database;
    this.counter = counter;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public boolean beat() {
    return lock.beat();
  }

  @Override
  public List<WorkerSessions.Held> held() {
    return lock.heldNothing() ? List.of() : lock.ask(connection -> held(connection, id));
  }

  static List<WorkerSessions.Held> held(Connection connection, UUID session) throws SQLException {
    return HELD.with("session", session)
        .list(
            connection,
            row ->
                new WorkerSessions.Held(Rows.uuid(row, 1), row.getLong(2), Rows.instant(row, 3)));
  }

  /** Closes the row and gives the claims back in one transaction, then frees the lock. */
  @Override
  public void close() {
    StatusChanges changes = new StatusChanges();
    try (lock) {
      database.repeatable(connection -> drain(connection, changes));
    }
    counter.count(changes);
  }

  /** Closes a session's row; false when it is closed, or there is none. */
  static boolean close(Connection connection, UUID session, String reason) throws SQLException {
    return CLOSE.with("reason", reason).with("session", session).update(connection) > 0;
  }

  private boolean drain(Connection connection, StatusChanges changes) throws SQLException {
    changes.clear();
    if (!close(connection, id, "drained")) {
      return false;
    }
    List<ReleaseOperation.Release> claims =
        held(connection, id).stream()
            .map(it ->
                new ReleaseOperation.Release(
                    it.extraction(), it.epoch(), id, ReleaseCause.DRAINED, 1))
            .toList();
    ReleaseOperation.free(connection, claims, changes);
    return true;
  }
}

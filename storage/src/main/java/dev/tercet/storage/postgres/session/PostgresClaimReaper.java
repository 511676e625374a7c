package dev.tercet.storage.postgres.session;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.storage.postgres.answer.QuestionLeases;
import dev.tercet.storage.postgres.extraction.ClaimRelease;
import dev.tercet.storage.postgres.extraction.ReleaseOperation;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Ends dead sessions and releases their claims, each session in one transaction (docs/protocol.md
 * §7).
 */
public final class PostgresClaimReaper implements ClaimReaper {
  private static final Query SESSIONS =
      Query.of(
          """
          SELECT w.id, w.host, w.pid, w.version, w.concurrency, w.opened_at, w.heartbeat_at,
                 :signs AND w.lock_seen AND NOT EXISTS (
                   SELECT FROM pg_locks l
                    WHERE l.locktype = 'advisory'
                      AND l.granted
                      AND l.objsubid = 1
                      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                      AND (l.classid::bigint << 32) | l.objid::bigint = w.lock_key) AS lock_free,
                 :signs AND w.heartbeat_at < statement_timestamp() - :lease * interval '1 millisecond' AS stale,
                 (SELECT count(*) FROM extraction e WHERE e.session = w.id AND e.status = 'processing') AS claims
            FROM worker_session w
           WHERE w.closed_at IS NULL
           ORDER BY w.opened_at
          """);

  /** Takes the session's own lock, or finds its heartbeat stale: only then is it dead. */
  private static final Query SIGNS =
      Query.of(
          """
          SELECT w.lock_seen AND pg_try_advisory_xact_lock(w.lock_key) AS lock_taken,
                 w.heartbeat_at < statement_timestamp() - :lease * interval '1 millisecond' AS stale
            FROM worker_session w
           WHERE w.id = :session
             AND w.closed_at IS NULL
             FOR UPDATE
          """);

  private static final Query OPEN_BUT =
      Query.of(
          """
          SELECT id
            FROM worker_session
           WHERE closed_at IS NULL
             AND id <> ALL (:own::uuid[])
           ORDER BY opened_at
          """);

  private final Database database;
  private final LivenessSigns livenessSigns;
  private final TransitionCounter counter;

  /**
   * @param database whose losses {@code signs} hears of
   */
  public PostgresClaimReaper(
      Database database, LivenessSigns livenessSigns, TransitionCounter counter) {
    this.database = database;
    this.livenessSigns = livenessSigns;
    this.counter = counter;
  }

  @Override
  public List<SeenSession> sessions(Duration lease) {
    return database.read(connection -> {
      boolean signsCount = livenessSigns.count(connection, lease);
      return SESSIONS
          .with("signs", signsCount)
          .with("lease", lease.toMillis())
          .list(connection, PostgresClaimReaper::seen);
    });
  }

  private static SeenSession seen(ResultSet found) throws SQLException {
    return new SeenSession(
        found.getObject("id", UUID.class),
        new Worker(
            found.getString("host"),
            found.getLong("pid"),
            found.getString("version"),
            found.getInt("concurrency")),
        found.getObject("opened_at", OffsetDateTime.class).toInstant(),
        found.getObject("heartbeat_at", OffsetDateTime.class).toInstant(),
        found.getBoolean("lock_free"),
        found.getBoolean("stale"),
        found.getInt("claims"));
  }

  @Override
  public Optional<Ended> end(UUID session, Duration lease, int maxCrashes) {
    return counted((connection, changes) -> {
      Optional<ReleaseCause> cause = cause(connection, session, lease);
      return cause.isEmpty()
          ? Optional.<Ended>empty()
          : Optional.of(close(connection, session, cause.get(), maxCrashes, changes));
    });
  }

  private Optional<ReleaseCause> cause(Connection connection, UUID session, Duration lease)
      throws SQLException {
    if (!livenessSigns.count(connection, lease)) {
      return Optional.empty();
    }
    return SIGNS
        .with("lease", lease.toMillis())
        .with("session", session)
        .first(connection, row -> cause(row.getBoolean("lock_taken"), row.getBoolean("stale")))
        .flatMap(Function.identity());
  }

  private static Optional<ReleaseCause> cause(boolean isLockTaken, boolean isStale) {
    if (isLockTaken) {
      return Optional.of(ReleaseCause.CRASHED);
    }
    return isStale ? Optional.of(ReleaseCause.LEASE_EXPIRED) : Optional.empty();
  }

  @Override
  public List<Ended> endAllBut(Collection<UUID> own, int maxCrashes) {
    return counted((connection, changes) -> {
      List<Ended> ended = new ArrayList<>();
      for (UUID session : openBut(connection, own)) {
        ended.add(close(connection, session, ReleaseCause.CRASHED, maxCrashes, changes));
      }
      return ended;
    });
  }

  private static List<UUID> openBut(Connection connection, Collection<UUID> own)
      throws SQLException {
    return OPEN_BUT.with("own", own).list(connection, row -> Rows.uuid(row, 1));
  }

  private static Ended close(
      Connection connection,
      UUID session,
      ReleaseCause cause,
      int maxCrashes,
      StatusChanges changes)
      throws SQLException {
    boolean _ = PostgresSession.close(connection, session, ReleaseOperation.reason(cause));
    return ClaimRelease.ofSession(connection, session, cause, maxCrashes, changes);
  }

  @Override
  public int releaseAbandoned(int limit) {
    return counted((connection, changes) -> ClaimRelease.abandoned(connection, limit, changes));
  }

  @Override
  public int releaseHung(int limit) {
    return counted((connection, changes) -> ClaimRelease.hung(connection, limit, changes));
  }

  @Override
  public int endQuestions(int limit) {
    return database.write(connection -> QuestionLeases.end(connection, limit));
  }

  /** One transaction that notes its changes of status. */
  private interface Releasing<T> {
    T on(Connection connection, StatusChanges changes) throws SQLException;
  }

  private <T> T counted(Releasing<T> act) {
    StatusChanges changes = new StatusChanges();
    T result = database.write(connection -> act.on(connection, changes));
    counter.count(changes);
    return result;
  }
}

package dev.tercet.storage.postgres;

import dev.tercet.saga.LedgerAudit.DeadClaim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Scope;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims whose holder is dead or late, by what the database sees of it (docs/protocol.md §7). */
final class DeadClaimQuery {
  private static final String PAGE =
      """
      SELECT id, project, epoch, session, cause
        FROM (
              SELECT e.id, e.project, e.epoch, e.session,
                     CASE
                       WHEN w.id IS NULL OR w.closed_at IS NOT NULL THEN 'DRAINED'
                       WHEN ? AND s.lock_is_free THEN 'CRASHED'
                       WHEN ? AND w.heartbeat_at < statement_timestamp() - ? * interval '1 millisecond' THEN 'LEASE_EXPIRED'
                       WHEN e.deadline < statement_timestamp() THEN 'DEADLINE_PASSED'
                     END AS cause
                FROM extraction e
                LEFT JOIN worker_session w ON w.id = e.session
                LEFT JOIN LATERAL (
                     SELECT w.lock_seen AND NOT EXISTS (
                              SELECT FROM pg_locks l
                               WHERE l.locktype = 'advisory'
                                 AND l.granted
                                 AND l.objsubid = 1
                                 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                 AND (l.classid::bigint << 32) | l.objid::bigint = w.lock_key) AS lock_is_free
                     ) AS s ON true
               WHERE e.status = 'processing'
                 AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
                 AND (?::uuid IS NULL OR e.project = ?::uuid)
                 AND (?::uuid IS NULL OR e.id = ?::uuid)
                 AND e.id > ?::uuid
             ) AS held
       WHERE cause IS NOT NULL
       ORDER BY id
       LIMIT ?
      """;

  private final Database database;
  private final Signs signs;

  /**
   * @param database whose losses {@code signs} hears of
   */
  DeadClaimQuery(Database database, Signs signs) {
    this.database = database;
    this.signs = signs;
  }

  List<DeadClaim> page(Scope scope, Duration lease, @Nullable UUID after, int limit) {
    return database.read(connection -> {
      boolean signsCount = signs.count(connection, lease);
      try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
        statement.setBoolean(1, signsCount);
        statement.setBoolean(2, signsCount);
        statement.setLong(3, lease.toMillis());
        Scoped.bind(statement, 4, scope);
        statement.setObject(8, after == null ? new UUID(0, 0) : after);
        statement.setInt(9, limit);
        return claims(statement);
      }
    });
  }

  private static List<DeadClaim> claims(PreparedStatement statement) throws SQLException {
    return Rows.list(
        statement,
        found ->
            new DeadClaim(
                found.getObject("project", UUID.class),
                found.getObject("id", UUID.class),
                found.getLong("epoch"),
                found.getObject("session", UUID.class),
                ReleaseCause.valueOf(found.getString("cause"))));
  }
}

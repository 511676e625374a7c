package dev.tercet.storage.postgres.session;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims whose holder is dead or late, by what the database sees of it (docs/protocol.md §7). */
public final class DeadClaimQuery {
  private static final Query PAGE =
      Query.of(
          """
          SELECT id, project, epoch, session, cause
            FROM (
                  SELECT e.id, e.project, e.epoch, e.session,
                         CASE
                           WHEN w.id IS NULL OR w.closed_at IS NOT NULL THEN 'DRAINED'
                           WHEN :signs_count AND s.lock_is_free THEN 'CRASHED'
                           WHEN :signs_count AND w.heartbeat_at < statement_timestamp() - :lease * interval '1 millisecond' THEN 'LEASE_EXPIRED'
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
                     AND (:project::uuid IS NULL OR e.project = :project::uuid)
                     AND (:extraction::uuid IS NULL OR e.id = :extraction::uuid)
                     AND e.id > :after::uuid
                 ) AS held
           WHERE cause IS NOT NULL
           ORDER BY id
           LIMIT :limit
          """);

  private final Database database;
  private final LivenessSigns livenessSigns;

  /**
   * @param database whose losses {@code signs} hears of
   */
  public DeadClaimQuery(Database database, LivenessSigns livenessSigns) {
    this.database = database;
    this.livenessSigns = livenessSigns;
  }

  public List<DeadClaim> page(Scope scope, Duration lease, @Nullable UUID after, int limit) {
    @Nullable UUID extraction = scope instanceof OfExtraction(var _, var id) ? id : null;
    return database.read(connection ->
        PAGE.with("signs_count", livenessSigns.count(connection, lease))
            .with("lease", lease.toMillis())
            .with("project", scope.project())
            .with("extraction", extraction)
            .with("after", after == null ? new UUID(0, 0) : after)
            .with("limit", limit)
            .list(connection, DeadClaimQuery::claim));
  }

  private static DeadClaim claim(ResultSet found) throws SQLException {
    return new DeadClaim(
        found.getObject("project", UUID.class),
        found.getObject("id", UUID.class),
        found.getLong("epoch"),
        found.getObject("session", UUID.class),
        ReleaseCause.valueOf(found.getString("cause")));
  }
}

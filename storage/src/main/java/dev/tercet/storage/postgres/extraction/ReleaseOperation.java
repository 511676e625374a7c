package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.AuditTrail;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.ExtractionLock;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes claims from their holders, for a cause that decides what is counted. */
public final class ReleaseOperation implements BatchOperation<ReleaseOperation.Release, Boolean> {
  /**
   * One claim to release.
   *
   * @param maxCrashes how many crashes in a row park the extraction
   */
  public record Release(
      UUID extraction, long epoch, UUID session, ReleaseCause cause, int maxCrashes) {
    static Release of(Claim claim, ReleaseCause cause, int maxCrashes) {
      return new Release(claim.extraction(), claim.epoch(), claim.session(), cause, maxCrashes);
    }

    AuditEvent event() {
      return AuditEvent.of(cause);
    }
  }

  /** What the audit trail says of a release. */
  public static String reason(ReleaseCause cause) {
    return switch (cause) {
      case CRASHED -> "its worker died";
      case LEASE_EXPIRED -> "its worker's heartbeat is older than the lease";
      case DRAINED -> "its worker gave it back or does not hold it any more";
      case DEADLINE_PASSED -> "the attempt did not end before its deadline";
    };
  }

  /** The failures are worded as {@link dev.tercet.saga.SagaTransitions} has them. */
  public static final String RELEASE =
      StatusSql.of(
          """
          WITH held AS MATERIALIZED (
            SELECT e.id, i.event, i.reason,
                   i.event = 'crashed' AND e.crashes + 1 >= i.max_crashes
                   OR i.event = 'deadline_passed' AND e.attempts >= e.max_attempts AS fails
              FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[]::audit_event[], ?::integer[],
                          ?::text[])
                   AS i(id, epoch, session, event, max_crashes, reason)
              JOIN extraction e ON e.id = i.id
             WHERE e.status::text = 'processing'
               AND e.epoch = i.epoch
               AND e.session = i.session
               FOR NO KEY UPDATE OF e
          ), changes AS (
            UPDATE extraction e
               SET status = CASE WHEN h.fails THEN 'failed' ELSE 'pending' END::extraction_status,
                   since = clock_timestamp(),
                   due_at = CASE WHEN h.fails THEN NULL ELSE clock_timestamp() END,
                   {unheld},
                   attempts = CASE WHEN h.event IN ('drained', 'lease_expired')
                                   THEN greatest(e.attempts - 1, 0) ELSE e.attempts END,
                   crashes = CASE h.event WHEN 'crashed' THEN e.crashes + 1
                                          WHEN 'deadline_passed' THEN 0
                                          ELSE e.crashes END,
                   crashed_in = CASE WHEN h.event <> 'crashed' THEN e.crashed_in
                                     WHEN e.crashes = 0 THEN ARRAY[e.session]
                                     ELSE e.crashed_in || e.session END,
                   failure_code = CASE WHEN NOT h.fails THEN e.failure_code
                                       WHEN h.event = 'crashed' THEN 'worker-crashed'
                                       ELSE 'attempt-deadline' END,
                   failure_class = CASE WHEN NOT h.fails THEN e.failure_class
                                        WHEN h.event = 'crashed' THEN 'poison'
                                        ELSE 'transient' END::failure_class,
                   failure_stage = CASE WHEN h.fails THEN e.stage ELSE e.failure_stage END,
                   failure_message = CASE
                     WHEN NOT h.fails THEN e.failure_message
                     WHEN h.event = 'crashed'
                     THEN 'its worker died ' || e.crashes + 1
                          || ' times in a row while it ran; retry it once the cause is known'
                     ELSE 'attempt ' || e.attempts || ' did not end before its deadline' END
              FROM held h
             WHERE e.id = h.id
            RETURNING {change}, h.event, h.reason
          ), {trail}
          SELECT id, status FROM changes
          """);

  @Override
  public String name() {
    return "release";
  }

  @Override
  public Object key(Release item) {
    return item.extraction();
  }

  @Override
  public List<Boolean> write(Connection connection, List<Release> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, Status> freed = free(connection, batch, changes);
    return batch.stream().map(it -> freed.containsKey(it.extraction())).toList();
  }

  @Override
  public List<Optional<Boolean>> readBack(Connection connection, List<Release> batch)
      throws SQLException {
    ExtractionLock.rows(connection, batch.stream().map(Release::extraction).toList());
    var key = new AuditTrail.Key<>(Release::extraction, Release::epoch, Release::session);
    Map<UUID, AuditEvent> ends = AuditTrail.ends(connection, batch, key);
    return batch.stream()
        .map(it -> Optional.ofNullable(ends.get(it.extraction())).map(end -> end == it.event()))
        .toList();
  }

  /** Releases, and tells where each extraction that was released stands now. */
  public static Map<UUID, Status> free(
      Connection connection, List<Release> batch, StatusChanges changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
      Columns.of(statement, IdOrder.sorted(batch, Release::extraction))
          .uuids(Release::extraction)
          .longs(Release::epoch)
          .uuids(Release::session)
          .texts(it -> it.event().label())
          .integers(Release::maxCrashes)
          .texts(it -> reason(it.cause()));
      Map<UUID, Status> freed = Rows.byId(statement, row -> Status.ofLabel(Rows.text(row, 2)));
      freed.values().forEach(to -> changes.add(Status.PROCESSING, to));
      return freed;
    }
  }
}

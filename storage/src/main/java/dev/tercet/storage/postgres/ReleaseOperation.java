package dev.tercet.storage.postgres;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes claims from their holders, for a cause that decides what is counted. */
final class ReleaseOperation implements Operation<ReleaseOperation.Release, Boolean> {
  /**
   * One claim to release.
   *
   * @param maxCrashes how many crashes in a row park the extraction
   */
  record Release(UUID extraction, long epoch, UUID session, ReleaseCause cause, int maxCrashes) {
    static Release of(Claim claim, ReleaseCause cause, int maxCrashes) {
      return new Release(claim.extraction(), claim.epoch(), claim.session(), cause, maxCrashes);
    }
  }

  /** The failures are worded as {@link dev.tercet.saga.SagaTransitions} has them. */
  private static final String RELEASE =
      """
      WITH held AS MATERIALIZED (
        SELECT e.id, i.cause,
               i.cause = 'crashed' AND e.crashes + 1 >= i.max_crashes
               OR i.cause = 'deadline_passed' AND e.attempts >= e.max_attempts AS fails
          FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::integer[])
               AS i(id, epoch, session, cause, max_crashes)
          JOIN extraction e ON e.id = i.id
         WHERE e.status::text = 'processing'
           AND e.epoch = i.epoch
           AND e.session = i.session
           FOR NO KEY UPDATE OF e
      ), freed AS (
        UPDATE extraction e
           SET status = CASE WHEN h.fails THEN 'failed' ELSE 'pending' END::extraction_status,
               since = clock_timestamp(),
               due_at = CASE WHEN h.fails THEN NULL ELSE clock_timestamp() END,
               session = NULL, deadline = NULL, attempt_timeout_ms = NULL,
               attempts = CASE WHEN h.cause IN ('drained', 'lease_expired')
                               THEN greatest(e.attempts - 1, 0) ELSE e.attempts END,
               crashes = CASE h.cause WHEN 'crashed' THEN e.crashes + 1
                                      WHEN 'deadline_passed' THEN 0
                                      ELSE e.crashes END,
               failure_code = CASE WHEN NOT h.fails THEN e.failure_code
                                   WHEN h.cause = 'crashed' THEN 'worker-crashed'
                                   ELSE 'attempt-deadline' END,
               failure_class = CASE WHEN NOT h.fails THEN e.failure_class
                                    WHEN h.cause = 'crashed' THEN 'poison'
                                    ELSE 'transient' END::failure_class,
               failure_stage = CASE WHEN h.fails THEN e.stage ELSE e.failure_stage END,
               failure_message = CASE
                 WHEN NOT h.fails THEN e.failure_message
                 WHEN h.cause = 'crashed'
                 THEN 'its worker died ' || e.crashes + 1
                      || ' times in a row while it ran; retry it once the cause is known'
                 ELSE 'attempt ' || e.attempts || ' did not end before its deadline' END
          FROM held h
         WHERE e.id = h.id
        RETURNING e.id, e.project, e.since, e.epoch, e.status, old.session AS worker, h.cause
      ), trail AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
        SELECT id, project, since, epoch, 'processing', status, worker,
               CASE cause WHEN 'crashed' THEN 'worker crashed'
                          WHEN 'lease_expired' THEN 'worker''s lease expired'
                          WHEN 'drained' THEN 'given back'
                          ELSE 'attempt''s deadline passed' END
          FROM freed
      )
      SELECT id, status FROM freed
      """;

  @Override
  public String name() {
    return "release";
  }

  @Override
  public Object key(Release item) {
    return item.extraction();
  }

  @Override
  public List<Boolean> write(Connection connection, List<Release> batch, Moves moves)
      throws SQLException {
    Map<UUID, Status> freed = free(connection, batch, moves);
    return batch.stream().map(it -> freed.containsKey(it.extraction())).toList();
  }

  @Override
  public List<Optional<Boolean>> readBack(Connection connection, List<Release> batch)
      throws SQLException {
    Lock.rows(connection, batch.stream().map(Release::extraction).toList());
    var key = new Trail.Key<>(Release::extraction, Release::epoch, Release::session);
    Map<UUID, Trail.End> ends = Trail.ends(connection, batch, key);
    return batch.stream()
        .map(it ->
            Optional.ofNullable(ends.get(it.extraction()))
                .map(end -> end.reason().equals(reason(it.cause()))))
        .toList();
  }

  /** As the statement words them. */
  private static String reason(ReleaseCause cause) {
    return switch (cause) {
      case CRASHED -> "worker crashed";
      case LEASE_EXPIRED -> "worker's lease expired";
      case DRAINED -> "given back";
      case DEADLINE_PASSED -> "attempt's deadline passed";
    };
  }

  /** Releases, and tells where each extraction that was released stands now. */
  static Map<UUID, Status> free(Connection connection, List<Release> batch, Moves moves)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
      Columns.of(statement, Ids.sorted(batch, Release::extraction))
          .uuids(Release::extraction)
          .longs(Release::epoch)
          .uuids(Release::session)
          .texts(it -> it.cause().name().toLowerCase(Locale.ROOT))
          .integers(Release::maxCrashes);
      Map<UUID, Status> freed = Rows.byId(statement, row -> Status.ofLabel(Rows.text(row, 2)));
      freed.values().forEach(to -> moves.add(Status.PROCESSING, to));
      return freed;
    }
  }
}

package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.ExtractionLock;
import dev.tercet.storage.postgres.operation.PositionColumns;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the next attempt on hinted extractions (docs/protocol.md §3). */
public final class ClaimOperation
    implements BatchOperation<ClaimOperation.Request, ClaimOperation.Result> {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * One hint in the hands of one session.
   *
   * @param message that brought it there, null when none did
   */
  record Request(Hint hint, @Nullable Delivery message, UUID session, Duration attemptTimeout) {
    private @Nullable Long entry() {
      return message == null ? null : PositionColumns.milliseconds(message.position());
    }

    /** Anybody may write an entry whose id is beyond what the ledger takes for a time. */
    private @Nullable Instant publishedAt() {
      Instant published = message == null ? null : message.publishedAt();
      return published == null || published.isAfter(LATEST) ? null : published;
    }
  }

  /** What came of it. */
  sealed interface Result {
    /** It is the session's. */
    record Won(Claim claim) implements Result {}

    /** It could not be claimed. */
    record Lost() implements Result {}

    /** The session is not open, and claims nothing. */
    record Closed() implements Result {}
  }

  /**
   * Takes the next attempt, or returns no row when another worker already has it or the project has
   * its tombstone, which is only read: an attempt that begins beside it ends with its extraction.
   * It joins an open session, whose row it keeps as it is until its commit: whoever closes one (FOR
   * UPDATE) waits, and then sees the claim, or is waited for; heartbeats wait for neither. How far
   * claims have come in a queue is noted about once a second of its messages, so that hardly any
   * claim waits for another one's.
   *
   * <p>What a message brought, and was pending still, was queued since the message was published:
   * that line of its history is written here, between the one before it and the claim. Its message
   * tells where it stood, but not in which incarnation, which only rows know that were noted.
   */
  public static final String CLAIM =
      StatusSql.of(
          """
          WITH input AS MATERIALIZED (
            SELECT id, epoch, session, timeout, entry, published::timestamptz AS published
              FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::integer[], ?::bigint[], ?::text[])
                   AS i(id, epoch, session, timeout, entry, published)
          ), joined AS MATERIALIZED (
            SELECT w.id, nullif(w.cut, '') AS cut
              FROM worker_session w
             WHERE w.id = ANY (ARRAY (SELECT session FROM input))
               AND w.closed_at::text IS NULL
             ORDER BY w.id
               FOR KEY SHARE
          ), taken AS (
            UPDATE extraction e
               SET status = 'processing',
                   epoch = greatest(e.epoch + 1,
                                    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint),
                   since = clock_timestamp(), started_at = clock_timestamp(), session = i.session,
                   deadline = clock_timestamp() + i.timeout * interval '1 millisecond',
                   attempt_timeout_ms = i.timeout, attempts = e.attempts + 1,
                   cut = coalesce(e.cut, j.cut), {unqueued}, relay = NULL, relay_until = NULL
              FROM input i
              JOIN joined j ON j.id = i.session
             WHERE e.id = i.id
               AND e.epoch = i.epoch
               AND (e.status::text = 'queued' OR e.status::text = 'pending' AND e.due_at <= statement_timestamp())
               AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
            RETURNING e.id, e.project, e.epoch, e.session, e.generation, e.stage, e.queue, e.attempts,
                      e.max_attempts, e.crashes, old.status AS was, e.status, e.since,
                      coalesce(old.message_ms, i.entry) AS entry, old.marker AS incarnation,
                      old.epoch AS hinted,
                      CASE
                        WHEN old.status = 'pending' AND i.entry IS NOT NULL
                        THEN least(greatest(old.since, old.due_at, coalesce(i.published, e.since)), e.since)
                      END AS queued_at
          ), newest AS (
            SELECT queue, max(entry) AS entry,
                   (array_agg(incarnation ORDER BY entry DESC) FILTER (WHERE incarnation IS NOT NULL))[1]
                   AS incarnation
              FROM taken
             WHERE entry IS NOT NULL
             GROUP BY queue
             ORDER BY queue
          ), progress AS (
            UPDATE queue_setting q
               SET claimed_ms = n.entry, claimed_marker = coalesce(n.incarnation, q.claimed_marker)
              FROM newest n
             WHERE q.queue = n.queue
               AND (q.claimed_marker <> n.incarnation
                    OR q.claimed_marker IS NULL AND n.incarnation IS NOT NULL
                    OR q.claimed_ms < n.entry - 1000)
          ), changes AS (
            SELECT id, project, queued_at AS since, hinted AS epoch, was,
                   'queued'::extraction_status AS status, NULL::uuid AS worker,
                   'published'::audit_event AS event, 'published' AS reason
              FROM taken
             WHERE queued_at IS NOT NULL
            UNION ALL
            SELECT id, project, since, epoch, CASE WHEN queued_at IS NULL THEN was ELSE 'queued' END,
                   status, session, 'claimed', 'claimed'
              FROM taken
          ), {trail}
          SELECT t.id, t.project, t.epoch, t.session, t.generation, t.stage, t.queue, t.attempts,
                 t.max_attempts, t.crashes, t.was, j.id, t.queued_at IS NOT NULL
            FROM joined j
            LEFT JOIN taken t ON t.session = j.id
          """);

  private static final String HELD =
      """
      SELECT e.id, e.project, e.epoch, e.session, e.generation, e.stage, e.queue, e.attempts,
             e.max_attempts, e.crashes
        FROM extraction e
        JOIN unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session) ON i.id = e.id
       WHERE e.status::text = 'processing'
         AND e.session = i.session
         AND e.epoch > i.epoch
      """;

  @Override
  public String name() {
    return "claim";
  }

  @Override
  public Object key(Request item) {
    return item.hint().extraction();
  }

  @Override
  public List<Result> write(Connection connection, List<Request> batch, StatusChanges changes)
      throws SQLException {
    Set<UUID> open = new HashSet<>();
    Map<UUID, Claim> taken = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      bind(statement, batch)
          .milliseconds(Request::attemptTimeout)
          .longsOrNull(Request::entry)
          .instants(Request::publishedAt);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          open.add(Rows.uuid(row, 12));
          if (row.getString(1) != null) {
            taken.put(Rows.uuid(row, 1), claim(row));
            note(changes, Status.ofLabel(Rows.text(row, 11)), row.getBoolean(13));
          }
        }
      }
    }
    return batch.stream()
        .map(it -> open.contains(it.session()) ? result(it, taken) : new Result.Closed())
        .toList();
  }

  private static void note(StatusChanges changes, Status was, boolean queued) {
    if (queued) {
      changes.add(was, Status.QUEUED);
    }
    changes.add(queued ? Status.QUEUED : was, Status.PROCESSING);
  }

  private static Result result(Request request, Map<UUID, Claim> taken) {
    Claim claim = taken.get(request.hint().extraction());
    return claim == null ? new Result.Lost() : new Result.Won(claim);
  }

  @Override
  public List<Optional<Result>> readBack(Connection connection, List<Request> batch)
      throws SQLException {
    ExtractionLock.rows(connection, batch.stream().map(it -> it.hint().extraction()).toList());
    try (PreparedStatement statement = connection.prepareStatement(HELD)) {
      bind(statement, batch);
      Map<UUID, Claim> held = Rows.byId(statement, ClaimOperation::claim);
      return batch.stream()
          .map(it -> Optional.ofNullable(held.get(it.hint().extraction())))
          .map(it -> it.<Result>map(Result.Won::new))
          .toList();
    }
  }

  private static Columns<Request> bind(PreparedStatement statement, List<Request> batch)
      throws SQLException {
    return Columns.of(statement, IdOrder.sorted(batch, it -> it.hint().extraction()))
        .uuids(it -> it.hint().extraction())
        .longs(it -> it.hint().epoch())
        .uuids(Request::session);
  }

  private static Claim claim(ResultSet row) throws SQLException {
    return new Claim(
        Rows.uuid(row, 1),
        Rows.uuid(row, 2),
        row.getLong(3),
        Rows.uuid(row, 4),
        row.getLong(5),
        Stage.ofLabel(Rows.text(row, 6)),
        QueueName.ofLabel(Rows.text(row, 7)),
        row.getInt(8),
        row.getInt(9),
        row.getInt(10));
  }
}

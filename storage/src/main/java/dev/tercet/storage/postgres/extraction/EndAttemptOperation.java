package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Status;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.AuditTrail;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.ExtractionLock;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends attempts without success: to be tried again later, or failed. */
public final class EndAttemptOperation
    implements BatchOperation<EndAttemptOperation.HandBack, Boolean> {
  private static final int LONGEST_CODE = 100;
  private static final int LONGEST_REASON = 300;

  /**
   * One attempt's end.
   *
   * @param delay until the next attempt is due; null when it failed for good
   * @param counted whether something was really tried
   * @param awaited the provider for which it waits; empty for none
   */
  record HandBack(
      Claim claim, Failure failure, @Nullable Duration delay, boolean counted, String awaited) {
    HandBack(Claim claim, Failure failure, @Nullable Duration delay, boolean counted) {
      this(claim, failure, delay, counted, "");
    }

    String code() {
      return StorableText.of(failure.code(), LONGEST_CODE);
    }

    String message() {
      return StorableText.of(failure.message(), Failure.MAX_MESSAGE);
    }

    String reason() {
      return StorableText.of(code() + ": " + message(), LONGEST_REASON);
    }

    long delayMillis() {
      return delay == null ? -1 : Math.max(0, delay.toMillis());
    }

    Status target() {
      return delay == null ? Status.FAILED : Status.PENDING;
    }

    AuditEvent event() {
      return delay == null ? AuditEvent.GIVEN_UP : AuditEvent.POSTPONED;
    }
  }

  /**
   * A delay below zero is none: the attempt failed. The state of a provider that is waited for is
   * held until the end: whoever opens it finds the row that says so, or else opened it before.
   */
  public static final String HAND_BACK =
      StatusSql.of(
          """
          WITH ended AS MATERIALIZED (
            SELECT *
              FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[], ?::boolean[], ?::text[], ?::text[],
                          ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                   AS i(id, epoch, session, delay, counted, awaited, code, class, stage, message, event, reason)
          ), closed AS MATERIALIZED (
            SELECT name
              FROM provider_state
             WHERE name = ANY (ARRAY(SELECT awaited FROM ended WHERE awaited <> ''))
               AND state <> 'open'
               FOR SHARE
          ), changes AS (
            UPDATE extraction e
               SET status = CASE WHEN i.delay < 0 THEN 'failed' ELSE 'pending' END::extraction_status,
                   since = clock_timestamp(),
                   due_at = CASE WHEN i.delay < 0 THEN NULL
                                 WHEN i.awaited = '' OR EXISTS (SELECT FROM closed WHERE name = i.awaited)
                                 THEN clock_timestamp() + i.delay * interval '1 millisecond'
                                 ELSE clock_timestamp() END,
                   {unheld}, crashes = 0,
                   attempts = CASE WHEN i.counted THEN e.attempts ELSE greatest(e.attempts - 1, 0) END,
                   failure_code = i.code, failure_class = i.class::failure_class,
                   failure_stage = i.stage::extraction_stage, failure_message = i.message
              FROM ended i
             WHERE e.id = i.id
               AND e.status::text = 'processing'
               AND e.epoch = i.epoch
               AND e.session = i.session
            RETURNING {change}, i.event::audit_event AS event, i.reason, i.awaited
          ), waits AS (
            INSERT INTO provider_wait (provider, extraction, epoch)
            SELECT c.awaited, c.id, c.epoch
              FROM changes c
             WHERE c.awaited IN (SELECT name FROM closed)
             ORDER BY c.awaited, c.id
            ON CONFLICT (provider, extraction) DO UPDATE
               SET epoch = excluded.epoch
          ), {trail}
          SELECT id FROM changes
          """);

  @Override
  public String name() {
    return "hand-back";
  }

  @Override
  public Object key(HandBack item) {
    return item.claim().extraction();
  }

  @Override
  public List<Boolean> write(Connection connection, List<HandBack> batch, StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HAND_BACK)) {
      Guards.bind(statement, batch, HandBack::claim)
          .longs(HandBack::delayMillis)
          .booleans(HandBack::counted)
          .texts(HandBack::awaited)
          .texts(HandBack::code)
          .texts(it -> it.failure().failureClass().label())
          .texts(it -> it.failure().stage().label())
          .texts(HandBack::message)
          .texts(it -> it.event().label())
          .texts(HandBack::reason);
      Map<UUID, Boolean> ended = Rows.byId(statement, _ -> true);
      batch.stream()
          .filter(it -> ended.containsKey(it.claim().extraction()))
          .forEach(it -> changes.add(Status.PROCESSING, it.target()));
      return batch.stream().map(it -> ended.containsKey(it.claim().extraction())).toList();
    }
  }

  @Override
  public List<Optional<Boolean>> readBack(Connection connection, List<HandBack> batch)
      throws SQLException {
    List<Claim> claims = batch.stream().map(HandBack::claim).toList();
    ExtractionLock.rows(connection, claims.stream().map(Claim::extraction).toList());
    Map<UUID, AuditEvent> ends = AuditTrail.ends(connection, claims);
    return batch.stream()
        .map(it ->
            Optional.ofNullable(ends.get(it.claim().extraction())).map(end -> end == it.event()))
        .toList();
  }
}

package dev.tercet.storage.postgres;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Progress;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts an extraction into any state by hand, and reads where it stands. */
public final class StateRows {
  public static final UUID PROJECT = new UUID(3, 3);

  private static final String INSERT =
      """
      WITH input AS (
        SELECT ?::uuid AS id, ?::uuid AS project
      ), project AS (
        INSERT INTO project (id, tenant, slug, schema, options)
        SELECT project, 'tenant', 'table', '{}', '{}' FROM input
        ON CONFLICT DO NOTHING
      ), source AS (
        INSERT INTO source
               (project, name, newest_accepted, newest_accepted_id, newest_finished,
                newest_finished_id)
        SELECT project, id::text, 1, id, CASE WHEN ? THEN 1 END, CASE WHEN ? THEN id END FROM input
        RETURNING id
      ), document AS (
        INSERT INTO document
               (project, extraction, source, generation, created_at, fingerprint, metadata, text)
        SELECT i.project, i.id, s.id, 1, now(), sha256(''), '{}', '' FROM input i, source s
      )
      INSERT INTO extraction
             (id, project, source, generation, epoch, since, due_at, message_ms, message_sequence,
              marker, session, deadline, attempt_timeout_ms, started_at, done_at, status, stage,
              queue, attempts, max_attempts, crashes, failure_code, failure_class, failure_stage,
              failure_message)
      SELECT i.id, i.project, s.id, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?,
             CASE WHEN ? THEN now() END, CASE WHEN ? THEN now() END,
             ?::extraction_status, ?::extraction_stage, 'default', ?, ?, ?, ?, ?::failure_class,
             ?::extraction_stage, ?
        FROM input i, source s
      """;

  private static final String READ =
      """
      SELECT e.status, e.stage, e.epoch, e.attempts, e.crashes, e.since, e.session,
             e.message_ms || '-' || e.message_sequence || ' ' || e.marker, e.failure_code,
             e.failure_class, e.failure_message, e.failure_stage,
             (SELECT count(*) FROM audit a WHERE a.extraction = e.id),
             EXISTS (SELECT FROM removal r WHERE r.extraction = e.id),
             (SELECT a.event FROM audit a WHERE a.extraction = e.id ORDER BY a.seq DESC LIMIT 1)
        FROM extraction e
       WHERE e.id = ?
      """;

  private StateRows() {}

  /** An extraction's row with what belongs to it. */
  record Seen(
      Status status,
      Progress progress,
      Instant since,
      @Nullable UUID session,
      @Nullable String message,
      @Nullable Failure failure,
      int auditRows,
      boolean hasRemoval,
      @Nullable AuditEvent event) {}

  public static UUID insert(LedgerUnderTest ledger, SagaState state) {
    UUID id = UUID.randomUUID();
    ledger.rows(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
        boolean done = state instanceof SagaState.Done;
        statement.setObject(1, id);
        statement.setObject(2, PROJECT);
        statement.setBoolean(3, done);
        statement.setBoolean(4, done);
        statement.setLong(5, state.progress().epoch());
        statement.setObject(6, state.since().atOffset(ZoneOffset.UTC));
        bindState(statement, state);
        statement.setBoolean(14, state.progress().epoch() > 0);
        statement.setBoolean(15, done);
        statement.setString(16, state.status().label());
        statement.setString(17, state.progress().stage().label());
        statement.setInt(18, state.progress().attempts());
        statement.setInt(19, EventOnRow.MAX_ATTEMPTS);
        statement.setInt(20, state.progress().crashes());
        bindFailure(statement, state instanceof SagaState.Failed it ? it.failure() : null);
        return statement.executeUpdate();
      }
    });
    return id;
  }

  private static void bindState(PreparedStatement statement, SagaState state) throws SQLException {
    boolean queued = state instanceof SagaState.Queued;
    statement.setObject(
        7,
        state instanceof SagaState.Pending it ? it.dueAt().atOffset(ZoneOffset.UTC) : null,
        Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setObject(8, queued ? 7L : null, Types.BIGINT);
    statement.setObject(9, queued ? 3L : null, Types.BIGINT);
    statement.setString(10, queued ? "marker" : null);
    boolean held = state instanceof SagaState.Processing;
    statement.setObject(11, state instanceof SagaState.Processing it ? it.session() : null);
    statement.setObject(
        12,
        state instanceof SagaState.Processing it ? it.deadline().atOffset(ZoneOffset.UTC) : null,
        Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setObject(13, held ? 60_000 : null, Types.INTEGER);
  }

  private static void bindFailure(PreparedStatement statement, @Nullable Failure failure)
      throws SQLException {
    statement.setString(21, failure == null ? null : failure.code());
    statement.setString(22, failure == null ? null : failure.failureClass().label());
    statement.setString(23, failure == null ? null : failure.stage().label());
    statement.setString(24, failure == null ? null : failure.message());
  }

  static Seen read(LedgerUnderTest ledger, UUID id) {
    return ledger.rows(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(READ)) {
        statement.setObject(1, id);
        return Rows.list(statement, StateRows::seen).getFirst();
      }
    });
  }

  private static Seen seen(ResultSet row) throws SQLException {
    String code = row.getString(9);
    String event = row.getString(15);
    return new Seen(
        Status.ofLabel(Rows.text(row, 1)),
        new Progress(
            row.getLong(3), Stage.ofLabel(Rows.text(row, 2)), row.getInt(4), row.getInt(5)),
        Rows.instant(row, 6),
        Rows.uuidOrNull(row, 7),
        row.getString(8),
        code == null
            ? null
            : new Failure(
                code,
                FailureClass.ofLabel(Rows.text(row, 10)),
                Rows.text(row, 11),
                Stage.ofLabel(Rows.text(row, 12))),
        row.getInt(13),
        row.getBoolean(14),
        event == null ? null : AuditEvent.ofLabel(event));
  }
}

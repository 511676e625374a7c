package dev.tercet.acceptance.proof.realstores;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.check.Snapshot.Call;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.check.Snapshot.End;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Recorded;
import dev.tercet.testkit.check.Snapshot.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Everything that stands in a database, read behind the adapters' back in one trip. */
final class LedgerRows implements AutoCloseable {
  private static final String EVERYTHING =
      """
      SELECT e.id, e.project, s.name, e.generation, e.status::text, e.epoch,
             coalesce(e.session, (SELECT a.worker
                                    FROM audit a
                                   WHERE a.extraction = e.id
                                     AND a.to_status = 'processing'
                                   ORDER BY a.seq DESC
                                   LIMIT 1))
        FROM extraction e
        JOIN source s ON s.id = e.source
       ORDER BY s.id, e.generation;
      SELECT extraction, project, at, from_status::text, to_status::text, epoch, event::text, reason,
             worker
        FROM audit
       ORDER BY seq;
      SELECT extraction, ordinal, content_hash, embedding_id
        FROM passage
       ORDER BY extraction, ordinal;
      SELECT extraction FROM removal;
      SELECT project, name, newest_accepted, coalesce(newest_finished, 0), newest_finished_id
        FROM source
       ORDER BY id;
      SELECT id, project, extraction, fingerprint, verdict::text FROM model_call ORDER BY id;
      SELECT id FROM project WHERE deleted_at IS NOT NULL
      """;

  private final PreparedStatement everything;

  LedgerRows(Connection connection) throws SQLException {
    everything = connection.prepareStatement(EVERYTHING);
  }

  /** Makes something of a row. */
  @FunctionalInterface
  private interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  Snapshot.Ledger read() throws SQLException {
    everything.execute();
    List<Extraction> extractions = here(LedgerRows::extraction);
    List<Change> audit = next(LedgerRows::change);
    List<Recorded> passages = next(LedgerRows::passage);
    Set<UUID> removals = new HashSet<>(next(row -> row.getObject(1, UUID.class)));
    List<Source> sources = next(LedgerRows::source);
    List<Call> calls = next(LedgerRows::call);
    Set<UUID> deleted = new HashSet<>(next(row -> row.getObject(1, UUID.class)));
    return new Snapshot.Ledger(extractions, audit, passages, removals, sources, calls, deleted);
  }

  private <T> List<T> next(Mapper<T> mapper) throws SQLException {
    everything.getMoreResults();
    return here(mapper);
  }

  private <T> List<T> here(Mapper<T> mapper) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet row = everything.getResultSet()) {
      while (row.next()) {
        rows.add(mapper.map(row));
      }
    }
    return rows;
  }

  private static Extraction extraction(ResultSet row) throws SQLException {
    return new Extraction(
        row.getObject(1, UUID.class),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getLong(4),
        Status.ofLabel(row.getString(5)),
        row.getLong(6),
        row.getObject(7, UUID.class));
  }

  private static Change change(ResultSet row) throws SQLException {
    String from = row.getString(4);
    String event = row.getString(7);
    return new Change(
        row.getObject(1, UUID.class),
        row.getObject(2, UUID.class),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        from == null ? null : Status.ofLabel(from),
        Status.ofLabel(row.getString(5)),
        row.getLong(6),
        event == null ? null : AuditEvent.ofLabel(event),
        row.getString(8),
        row.getObject(9, UUID.class));
  }

  private static Recorded passage(ResultSet row) throws SQLException {
    return new Recorded(
        row.getObject(1, UUID.class),
        row.getInt(2),
        fingerprint(row.getBytes(3)),
        row.getObject(4, UUID.class));
  }

  private static Source source(ResultSet row) throws SQLException {
    return new Source(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getObject(5, UUID.class));
  }

  private static Call call(ResultSet row) throws SQLException {
    String verdict = row.getString(5);
    return new Call(
        row.getObject(1, UUID.class),
        row.getObject(2, UUID.class),
        row.getObject(3, UUID.class),
        fingerprint(row.getBytes(4)),
        verdict == null ? End.OPEN : End.valueOf(verdict.toUpperCase(Locale.ROOT)));
  }

  private static Fingerprint fingerprint(byte[] bytes) {
    return new Fingerprint(HexFormat.of().formatHex(bytes));
  }

  @Override
  public void close() throws SQLException {
    everything.close();
  }
}

package dev.tercet.storage.postgres.lane;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.batch.BatchCall;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Batches and what waits for them; each act is one transaction of guarded statements. */
public final class PostgresBatchStore implements BatchStore {
  private static final Query DUE =
      Query.of(
          """
          UPDATE batch
             SET next_at = statement_timestamp() + :hold * interval '1 millisecond', tries = tries + 1
           WHERE id = (SELECT id
                         FROM batch
                        WHERE ended_at IS NULL
                          AND next_at <= statement_timestamp()
                        ORDER BY next_at
                        LIMIT 1
                          FOR UPDATE SKIP LOCKED)
          RETURNING id, provider, model, remote, tries, unwanted, questions, answered, begun_at, ended_at, outcome
          """);

  private static final Query CALLS =
      Query.of(
          """
          SELECT c.id, c.project, c.extraction, c.ordinal, c.epoch, b.provider, b.model, c.fingerprint,
                 q.schema, q.passage
            FROM batch b
            JOIN batch_call c ON c.batch = b.id
            LEFT JOIN batch_question q
              ON q.extraction = c.extraction AND q.fingerprint = c.fingerprint AND q.call = c.id
           WHERE b.id = :batch
           ORDER BY c.id
          """);

  private static final Query SUBMITTED =
      Query.of(
          """
          UPDATE batch
             SET remote = :remote, next_at = statement_timestamp() + :pause * interval '1 millisecond'
           WHERE id = :batch
             AND ended_at IS NULL
          """);

  private static final Query NAMED =
      Query.of("SELECT EXISTS (SELECT FROM batch WHERE provider = :provider AND remote = :remote)");

  private static final Query PUT_OFF =
      Query.of(
          """
          UPDATE batch
             SET next_at = statement_timestamp() + :pause * interval '1 millisecond'
           WHERE id = :batch
             AND ended_at IS NULL
          """);

  private static final Query NEWEST =
      Query.of(
          """
          SELECT id, provider, model, remote, tries, unwanted, questions, answered, begun_at, ended_at, outcome
            FROM batch
           ORDER BY begun_at DESC
           LIMIT 100
          """);

  private final Database database;
  private final Database limited;

  /**
   * @param limited for what people ask
   */
  public PostgresBatchStore(Database database, Database limited) {
    this.database = database;
    this.limited = limited;
  }

  @Override
  public Placed place(Asker asker, List<Asked> questions) {
    return database.repeatable(connection -> PlaceQuestions.place(connection, asker, questions));
  }

  @Override
  public boolean gather(UUID id, int most, long bytes) {
    return database.write(connection -> GatherBatch.gather(connection, id, most, bytes));
  }

  @Override
  public Optional<ProviderBatch> due(Duration hold) {
    return database.write(connection ->
        DUE.with("hold", hold.toMillis()).first(connection, PostgresBatchStore::batch));
  }

  @Override
  public List<BatchCall> calls(UUID batch) {
    return database.read(
        connection -> CALLS.with("batch", batch).list(connection, PostgresBatchStore::call));
  }

  @Override
  public void leaveOut(UUID batch, Collection<UUID> calls) {
    database.write(connection -> EndBatch.leaveOut(connection, batch, calls));
  }

  @Override
  public void submitted(UUID batch, String remote, Duration pause) {
    database.repeatable(connection ->
        SUBMITTED
            .with("batch", batch)
            .with("remote", remote)
            .with("pause", pause.toMillis())
            .update(connection));
  }

  @Override
  public boolean isNamed(String provider, String remote) {
    return database.read(connection ->
        NAMED
            .with("provider", provider)
            .with("remote", remote)
            .one(connection, row -> row.getBoolean(1)));
  }

  @Override
  public void putOff(UUID batch, Duration pause) {
    database.repeatable(connection ->
        PUT_OFF.with("batch", batch).with("pause", pause.toMillis()).update(connection));
  }

  @Override
  public void ended(UUID batch, String outcome, Collection<UUID> answered) {
    database.repeatable(connection -> EndBatch.end(connection, batch, outcome, answered));
  }

  @Override
  public boolean call(int limit) {
    return database.repeatable(connection -> CallDocuments.call(connection, limit));
  }

  @Override
  public List<ProviderBatch> newest() {
    return limited.read(connection -> NEWEST.values().list(connection, PostgresBatchStore::batch));
  }

  private static ProviderBatch batch(ResultSet row) throws SQLException {
    return new ProviderBatch(
        Rows.uuid(row, 1),
        Rows.text(row, 2),
        Rows.text(row, 3),
        row.getString(4),
        row.getInt(5),
        row.getBoolean(6),
        row.getInt(7),
        row.getInt(8),
        Rows.instant(row, 9),
        Rows.instantOrNull(row, 10),
        row.getString(11));
  }

  private static BatchCall call(ResultSet row) throws SQLException {
    String schema = row.getString(9);
    return new BatchCall(
        new ModelCall(
            Rows.uuid(row, 1),
            Rows.uuid(row, 2),
            Rows.uuid(row, 3),
            row.getInt(4),
            row.getLong(5),
            Rows.text(row, 6),
            Rows.text(row, 7),
            Fingerprint.of(Rows.bytes(row, 8))),
        schema == null ? null : new BatchCall.Text(schema, Rows.text(row, 10)));
  }
}

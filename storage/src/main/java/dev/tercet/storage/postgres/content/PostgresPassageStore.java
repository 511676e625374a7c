package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.DeadLetters.Exchange;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.Commits;
import dev.tercet.storage.postgres.operation.MadeWithColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Passages and their facts. */
public final class PostgresPassageStore implements PassageStore {
  private static final Query PAGE =
      Query.of(
          """
          SELECT extraction, ordinal, start_at, end_at, text, content_hash, embedding_id, model, facts
            FROM passage
           WHERE extraction = :extraction
             AND ordinal >= :from
           ORDER BY ordinal
           LIMIT :limit
          """);

  /**
   * What was answered about each, the newest: the calls of the document are walked through once.
   */
  private static final Query FAILED =
      Query.of(
          """
          WITH page AS MATERIALIZED (
            SELECT ordinal, start_at, end_at, text, code, message
              FROM failed_passage
             WHERE extraction = :extraction
               AND ordinal >= :from
             ORDER BY ordinal
             LIMIT :limit
          ), answered AS (
            SELECT DISTINCT ON (m.ordinal) m.ordinal, left(m.raw, :cut) AS raw
              FROM model_call m
             WHERE m.extraction = :extraction
               AND m.raw IS NOT NULL
               AND m.ordinal = ANY (ARRAY (SELECT ordinal FROM page))
               AND EXISTS (SELECT FROM page)
             ORDER BY m.ordinal, m.started_at DESC, m.id DESC
          )
          SELECT p.ordinal, p.start_at, p.end_at, p.text, p.code, p.message, a.raw
            FROM page p
            LEFT JOIN answered a ON a.ordinal = p.ordinal
           ORDER BY p.ordinal
          """);

  private static final Query LIVING =
      Query.of(
          """
          SELECT p.extraction, p.ordinal, p.start_at, p.end_at, p.text, p.content_hash, p.embedding_id,
                 p.model, p.facts, l.name, d.metadata, l.made_with
            FROM passage p
            JOIN living_extraction l ON l.id = p.extraction AND l.project = :project
            JOIN document d ON d.project = l.project AND d.extraction = l.id
           WHERE p.embedding_id = ANY (:ids::uuid[])
             AND p.embedding_id IS NOT NULL
          """);

  private final Database database;
  private final GroupCommit<RecordOperation.Recording, Boolean> record;

  public PostgresPassageStore(Database database, Commits commits) {
    this.database = database;
    record = commits.of(new RecordOperation());
  }

  private PostgresPassageStore(PostgresPassageStore writing, Database reads) {
    this.database = reads;
    record = writing.record;
  }

  /** The same passages, read through another database. */
  public PassageStore reading(Database reads) {
    return new PostgresPassageStore(this, reads);
  }

  @Override
  public boolean record(
      Claim claim,
      Set<MadeWith> madeWith,
      List<Passage> passages,
      Stage stage,
      Extraction.PassageCount progress) {
    Set<MadeWith> known = Set.copyOf(MadeWith.known(madeWith));
    passages.forEach(passage -> StorableText.required(passage.text()));
    return record.submit(new RecordOperation.Recording(claim, known, passages, stage, progress));
  }

  @Override
  public boolean beginAnew(Claim claim) {
    return database.repeatable(connection -> ForgetPassages.of(connection, claim));
  }

  @Override
  public List<Passage> page(UUID extraction, int fromOrdinal, int limit) {
    return database.read(connection ->
        PAGE.with("extraction", extraction)
            .with("from", fromOrdinal)
            .with("limit", limit)
            .list(connection, PassageQuery::passage));
  }

  @Override
  public List<Failed> failed(UUID extraction, int fromOrdinal, int limit) {
    return database.read(connection ->
        FAILED
            .with("extraction", extraction)
            .with("from", fromOrdinal)
            .with("limit", limit)
            .with("cut", Exchange.MOST_RAW)
            .list(connection, PostgresPassageStore::failed));
  }

  private static Failed failed(ResultSet row) throws SQLException {
    return new Failed(
        new FailedPassage(
            row.getInt(1),
            row.getInt(2),
            row.getInt(3),
            Rows.text(row, 4),
            Rows.text(row, 5),
            Rows.text(row, 6)),
        row.getString(7));
  }

  @Override
  public List<LivingPassage> living(UUID project, Collection<UUID> embeddingIds) {
    return database.read(connection ->
        LIVING
            .with("project", project)
            .with("ids", Set.copyOf(embeddingIds))
            .list(
                connection,
                row ->
                    new LivingPassage(
                        Rows.text(row, 10),
                        Rows.text(row, 11),
                        PassageQuery.passage(row),
                        MadeWithColumn.read(row, 12))));
  }
}

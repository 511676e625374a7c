package dev.tercet.storage.postgres.search;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.storage.postgres.extraction.ExtractionQueries;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What readers ask of the ledger. */
public final class PostgresExtractionReader implements ExtractionReader {
  private static final Query FIND =
      Query.of(
          """
          SELECT g.*
            FROM saga g
            JOIN project p ON p.id = g.project AND p.deleted_at IS NULL
           WHERE g.id = :extraction
             AND g.project = :project
             AND g.status <> 'deleting'
          """);

  private static final Query TEXT =
      Query.of(
          """
          SELECT d.text
            FROM document d
            JOIN extraction e ON e.id = d.extraction AND e.status <> 'deleting'
            JOIN project p ON p.id = d.project AND p.deleted_at IS NULL
           WHERE d.project = :project
             AND d.extraction = :extraction
          """);

  private static final Query LIVING =
      Query.of(
          """
          SELECT l.id
            FROM source s
            JOIN living_extraction l ON l.id = s.newest_finished_id
           WHERE s.project = :project
             AND s.name = :source
          """);

  /** No project with a tombstone is looked for: the trail outlives what it tells of. */
  private static final Query HISTORY =
      Query.of(
          """
          SELECT at, from_status, to_status, epoch, event, reason, worker
            FROM audit
           WHERE extraction = :extraction
             AND project = :project
           ORDER BY seq
          """);

  private final Database database;
  private final ExtractionList list;

  public PostgresExtractionReader(Database database) {
    this.database = database;
    list = new ExtractionList(database);
  }

  @Override
  public Optional<Extraction> find(UUID project, UUID extraction) {
    return first(
        FIND.with("extraction", extraction).with("project", project),
        ExtractionQueries::extraction);
  }

  @Override
  public Page list(UUID project, Filter filter) {
    return list.page(project, filter);
  }

  @Override
  public Optional<String> text(UUID project, UUID extraction) {
    return first(
        TEXT.with("extraction", extraction).with("project", project), row -> Rows.text(row, 1));
  }

  @Override
  public Optional<UUID> living(UUID project, String source) {
    return first(LIVING.with("project", project).with("source", source), row -> Rows.uuid(row, 1));
  }

  @Override
  public List<Change> history(UUID project, UUID extraction) {
    return database.read(connection ->
        HISTORY
            .with("extraction", extraction)
            .with("project", project)
            .list(connection, PostgresExtractionReader::change));
  }

  private <T> Optional<T> first(Query.Values values, Rows.Mapper<T> mapper) {
    return database.read(connection -> values.first(connection, mapper));
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        Rows.instant(row, 1),
        status(row.getString(2)),
        Status.ofLabel(Rows.text(row, 3)),
        row.getLong(4),
        event(row.getString(5)),
        Rows.text(row, 6),
        Rows.uuidOrNull(row, 7));
  }

  private static @Nullable AuditEvent event(@Nullable String label) {
    return label == null ? null : AuditEvent.ofLabel(label);
  }

  private static @Nullable Status status(@Nullable String label) {
    return label == null ? null : Status.ofLabel(label);
  }
}

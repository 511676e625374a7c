package dev.tercet.storage.postgres;

import dev.tercet.saga.ExtractionReader.Filter;
import dev.tercet.saga.Saga;
import dev.tercet.saga.Status;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of sagas by id downwards, with their usage, in one statement. */
final class SagaList {
  private static final UUID HIGHEST = new UUID(-1, -1);

  /**
   * The page is chosen first, by ids alone; the rest is read for the chosen. The walk follows the
   * documents of the project, of one source, or the partial index of what failed or is held.
   */
  private static final String PAGE =
      """
      SELECT g.*
        FROM (SELECT d.extraction
                FROM document d
                JOIN extraction e ON e.id = d.extraction
                JOIN project p ON p.id = d.project AND p.deleted_at IS NULL
               WHERE d.project = ?
                 AND d.extraction < ?
                 AND e.status <> 'deleting'
                 AND (?::text IS NULL OR e.status = ?::extraction_status)
                 AND (?::text IS NULL OR e.queue = ?::queue_name)
                 AND (?::text IS NULL OR document_matches(d, ?))
               ORDER BY d.extraction DESC
               LIMIT ?) AS page
        JOIN saga g ON g.id = page.extraction
       ORDER BY g.id DESC
      """;

  private static final String PAGE_OF_SOURCE =
      """
      SELECT g.*
        FROM (SELECT d.extraction
                FROM source s
                JOIN document d ON d.source = s.id
                JOIN extraction e ON e.id = d.extraction
                JOIN project p ON p.id = d.project AND p.deleted_at IS NULL
               WHERE s.project = ?
                 AND s.name = ?
                 AND d.extraction < ?
                 AND e.status <> 'deleting'
                 AND (?::text IS NULL OR e.status = ?::extraction_status)
                 AND (?::text IS NULL OR e.queue = ?::queue_name)
                 AND (?::text IS NULL OR document_matches(d, ?))
               ORDER BY d.extraction DESC
               LIMIT ?) AS page
        JOIN saga g ON g.id = page.extraction
       ORDER BY g.id DESC
      """;

  private static final String PAGE_OF_FAILED =
      """
      SELECT g.*
        FROM (SELECT e.id
                FROM extraction e
                JOIN document d ON d.project = e.project AND d.extraction = e.id
                JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
               WHERE e.project = ?
                 AND e.id < ?
                 AND e.status = 'failed'
                 AND (?::text IS NULL OR e.queue = ?::queue_name)
                 AND (?::text IS NULL OR document_matches(d, ?))
               ORDER BY e.id DESC
               LIMIT ?) AS page
        JOIN saga g ON g.id = page.id
       ORDER BY g.id DESC
      """;

  private static final String PAGE_OF_HELD =
      """
      SELECT g.*
        FROM (SELECT e.id
                FROM extraction e
                JOIN document d ON d.project = e.project AND d.extraction = e.id
                JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
               WHERE e.session IS NOT NULL
                 AND e.status = 'processing'
                 AND e.project = ?
                 AND e.id < ?
                 AND (?::text IS NULL OR e.queue = ?::queue_name)
                 AND (?::text IS NULL OR document_matches(d, ?))
               ORDER BY e.id DESC
               LIMIT ?) AS page
        JOIN saga g ON g.id = page.id
       ORDER BY g.id DESC
      """;

  private final Database database;

  SagaList(Database database) {
    this.database = database;
  }

  List<Saga> page(UUID project, Filter filter) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql(filter))) {
        bind(new Parameters(statement), project, filter);
        return Rows.list(statement, SagaQueries::saga);
      }
    });
  }

  private static String sql(Filter filter) {
    if (filter.source() != null) {
      return PAGE_OF_SOURCE;
    }
    return switch (filter.status()) {
      case FAILED -> PAGE_OF_FAILED;
      case PROCESSING -> PAGE_OF_HELD;
      case PENDING, QUEUED, DONE, CANCELLED, SUPERSEDED, DELETING -> PAGE;
      case null -> PAGE;
    };
  }

  private static void bind(Parameters parameters, UUID project, Filter filter) throws SQLException {
    parameters.add(project);
    if (filter.source() != null) {
      parameters.add(filter.source());
    }
    parameters.add(filter.before() == null ? HIGHEST : filter.before());
    if (sql(filter).equals(PAGE) || sql(filter).equals(PAGE_OF_SOURCE)) {
      parameters.addTwice(label(filter.status()));
    }
    parameters.addTwice(filter.queue() == null ? null : filter.queue().label());
    parameters.addTwice(filter.query());
    parameters.add(filter.limit());
  }

  private static @Nullable String label(@Nullable Status status) {
    return status == null ? null : status.label();
  }

  /** Sets one parameter after the other. */
  private static final class Parameters {
    private final PreparedStatement statement;
    private int next = 1;

    Parameters(PreparedStatement statement) {
      this.statement = statement;
    }

    void add(@Nullable Object value) throws SQLException {
      statement.setObject(next++, value);
    }

    void addTwice(@Nullable String value) throws SQLException {
      statement.setString(next++, value);
      statement.setString(next++, value);
    }
  }
}

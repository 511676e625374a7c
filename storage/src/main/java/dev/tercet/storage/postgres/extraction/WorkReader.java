package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Project;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.project.ProjectRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what claims are to work on. */
final class WorkReader {
  /**
   * So many at a time bound what one answer of the server holds: 16 MiB of texts, since larger ones
   * than {@link AttemptWork#LARGE} are left out, and the schemas of as many projects.
   */
  private static final int AT_ONCE = 256;

  /** The works first, then their projects once each: a schema may be longer than all the texts. */
  private static final String LOAD =
      """
      WITH wanted AS MATERIALIZED (
        SELECT * FROM unnest(?::uuid[], ?::uuid[]) AS i(project, extraction)
      )
      SELECT d.extraction, s.name, CASE WHEN octet_length(d.text) <= ? THEN d.text END,
             octet_length(d.text),
             ARRAY (SELECT number
                      FROM passage r
                     CROSS JOIN LATERAL (VALUES (1, r.ordinal), (2, r.start_at), (3, r.end_at))
                           AS part(place, number)
                     WHERE r.extraction = d.extraction
                     ORDER BY r.ordinal, part.place), e.cut,
             w.project, NULL, NULL, NULL, NULL, NULL, NULL
        FROM wanted w
        JOIN document d ON d.project = w.project AND d.extraction = w.extraction
        JOIN extraction e ON e.id = d.extraction
        JOIN source s ON s.id = d.source
       UNION ALL
      SELECT NULL, NULL, NULL, NULL, NULL, NULL,
             p.id, p.tenant, p.slug, p.schema, p.options, p.version, p.created_at
        FROM project p
       WHERE p.id = ANY (ARRAY (SELECT project FROM wanted))
      """;

  private static final Query TEXT =
      Query.of(
          "SELECT d.text FROM document d WHERE d.project = :project AND d.extraction = :extraction");

  private static final Query METADATA =
      Query.of(
          "SELECT d.metadata FROM document d WHERE d.project = :project AND d.extraction = :extraction");

  private final Database database;

  WorkReader(Database database) {
    this.database = database;
  }

  List<AttemptWork> load(Collection<Claim> claims) {
    List<Claim> all = List.copyOf(claims);
    List<AttemptWork> works = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Claim> page = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      works.addAll(database.read(connection -> load(connection, page)));
    }
    return works;
  }

  Optional<String> text(Claim claim) {
    return database.read(connection ->
        TEXT.with("project", claim.project())
            .with("extraction", claim.extraction())
            .first(connection, row -> Rows.text(row, 1)));
  }

  Optional<String> metadata(Claim claim) {
    return database.read(connection ->
        METADATA
            .with("project", claim.project())
            .with("extraction", claim.extraction())
            .first(connection, row -> Rows.text(row, 1)));
  }

  private static List<AttemptWork> load(Connection connection, List<Claim> claims)
      throws SQLException {
    Map<UUID, Claim> byId = new HashMap<>();
    claims.forEach(claim -> byId.put(claim.extraction(), claim));
    List<Loaded> rows = new ArrayList<>();
    Map<UUID, Project> projects = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      Columns.of(statement, claims).uuids(Claim::project).uuids(Claim::extraction);
      statement.setInt(3, AttemptWork.LARGE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getObject(1) != null) {
            rows.add(loaded(row));
          } else {
            Project project = ProjectRow.projectAt(row, 7);
            projects.put(project.id(), project);
          }
        }
      }
    }
    List<AttemptWork> works = new ArrayList<>();
    for (Loaded row : rows) {
      Claim claim = byId.get(row.extraction());
      Project project = projects.get(row.project());
      if (claim != null && project != null) {
        works.add(
            new AttemptWork(
                claim,
                project,
                row.source(),
                row.text(),
                row.textBytes(),
                row.recorded(),
                row.cut()));
      }
    }
    return works;
  }

  /** A row, with its project's id. */
  private record Loaded(
      UUID extraction,
      String source,
      @Nullable String text,
      long textBytes,
      Set<AttemptWork.Recorded> recorded,
      @Nullable String cut,
      UUID project) {}

  private static Loaded loaded(ResultSet row) throws SQLException {
    return new Loaded(
        Rows.uuid(row, 1),
        Rows.text(row, 2),
        row.getString(3),
        row.getLong(4),
        recorded(row),
        row.getString(6),
        Rows.uuid(row, 7));
  }

  /** Three numbers each. */
  private static Set<AttemptWork.Recorded> recorded(ResultSet row) throws SQLException {
    Integer[] numbers = (Integer[]) row.getArray(5).getArray();
    Set<AttemptWork.Recorded> recorded = new HashSet<>();
    for (int i = 0; i < numbers.length; i += 3) {
      recorded.add(new AttemptWork.Recorded(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
    return recorded;
  }
}

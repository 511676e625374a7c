package dev.tercet.storage.postgres;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Project;
import dev.tercet.saga.Work;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads what claims are to work on. */
final class WorkReader {
  /** Texts may be large: so many at a time bound what one answer of the server holds. */
  private static final int AT_ONCE = 64;

  private static final String LOAD =
      """
      SELECT d.extraction, s.name, d.text,
             ARRAY (SELECT r.ordinal FROM passage r WHERE r.extraction = d.extraction), p.id,
             p.tenant, p.slug, p.schema, p.options, p.version, p.created_at
        FROM unnest(?::uuid[], ?::uuid[]) AS i(project, extraction)
        JOIN document d ON d.project = i.project AND d.extraction = i.extraction
        JOIN source s ON s.id = d.source
        JOIN project p ON p.id = d.project
      """;

  private final Database database;

  WorkReader(Database database) {
    this.database = database;
  }

  List<Work> load(Collection<Claim> claims) {
    List<Claim> all = List.copyOf(claims);
    List<Work> works = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Claim> page = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      works.addAll(database.read(connection -> load(connection, page)));
    }
    return works;
  }

  private static List<Work> load(Connection connection, List<Claim> claims) throws SQLException {
    Map<UUID, Claim> byId = new HashMap<>();
    claims.forEach(claim -> byId.put(claim.extraction(), claim));
    Map<UUID, Project> projects = new HashMap<>();
    List<Work> works = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      Columns.of(statement, claims).uuids(Claim::project).uuids(Claim::extraction);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Claim claim = byId.get(Rows.uuid(row, 1));
          UUID id = Rows.uuid(row, 5);
          Project project = projects.get(id);
          if (project == null) {
            project = ProjectRow.at(row, 5);
            projects.put(id, project);
          }
          if (claim != null) {
            works.add(
                new Work(claim, project, Rows.text(row, 2), Rows.text(row, 3), ordinals(row)));
          }
        }
      }
    }
    return works;
  }

  private static Set<Integer> ordinals(ResultSet row) throws SQLException {
    Array array = row.getArray(4);
    return Set.of((Integer[]) array.getArray());
  }
}

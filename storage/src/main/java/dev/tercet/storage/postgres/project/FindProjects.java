package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Project;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for living projects by their names: the first step of most requests, and shared like a
 * write.
 */
final class FindProjects implements BatchOperation<FindProjects.Name, Optional<Project>> {
  /** What a caller knows a project by. */
  record Name(String tenant, String slug) {}

  private static final String FIND =
      """
      SELECT p.id, p.tenant, p.slug, p.schema, p.options, p.version, p.created_at
        FROM unnest(?::text[], ?::text[]) AS i(tenant, slug)
        JOIN project p ON p.tenant = i.tenant AND p.slug = i.slug AND p.deleted_at IS NULL
      """;

  @Override
  public String name() {
    return "find-projects";
  }

  @Override
  public List<Optional<Project>> write(
      Connection connection, List<Name> batch, StatusChanges changes) throws SQLException {
    Map<Name, Project> found = find(connection, batch.stream().distinct().toList());
    return batch.stream().map(it -> Optional.ofNullable(found.get(it))).toList();
  }

  static Map<Name, Project> find(Connection connection, List<Name> names) throws SQLException {
    Map<Name, Project> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      Columns.of(statement, names).texts(Name::tenant).texts(Name::slug);
      for (Project project : Rows.list(statement, row -> ProjectRow.projectAt(row, 1))) {
        found.put(new Name(project.tenant(), project.slug()), project);
      }
    }
    return found;
  }
}

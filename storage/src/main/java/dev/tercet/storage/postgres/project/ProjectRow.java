package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Project;
import dev.tercet.storage.postgres.jdbc.Rows;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** A project as its row has it; the columns of a tombstone are asked for in SQL alone. */
@MappedEntity("project")
public record ProjectRow(
    @Id UUID id,
    String tenant,
    String slug,
    String schema,
    String options,
    int version,
    Instant createdAt) {
  /** The project in id, tenant, slug, schema, options, version, created_at from that column on. */
  public static Project projectAt(ResultSet row, int column) throws SQLException {
    return new Project(
        Rows.uuid(row, column),
        Rows.text(row, column + 1),
        Rows.text(row, column + 2),
        Rows.text(row, column + 3),
        Rows.text(row, column + 4),
        row.getInt(column + 5),
        Rows.instant(row, column + 6));
  }

  Project project() {
    return new Project(id, tenant, slug, schema, options, version, createdAt);
  }
}

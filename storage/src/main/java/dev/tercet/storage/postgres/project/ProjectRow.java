package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Project;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a project. */
public final class ProjectRow {
  private ProjectRow() {}

  /** The project in id, tenant, slug, schema, options, version, created_at from that column on. */
  public static Project at(ResultSet row, int column) throws SQLException {
    return new Project(
        Rows.uuid(row, column),
        Rows.text(row, column + 1),
        Rows.text(row, column + 2),
        Rows.text(row, column + 3),
        Rows.text(row, column + 4),
        row.getInt(column + 5),
        Rows.instant(row, column + 6));
  }
}

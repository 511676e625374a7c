package dev.tercet.storage.postgres;

import dev.tercet.saga.Project;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a project. */
final class ProjectRow {
  private ProjectRow() {}

  /** The project in id, tenant, slug, schema, options, version, created_at from that column on. */
  static Project at(ResultSet row, int column) throws SQLException {
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

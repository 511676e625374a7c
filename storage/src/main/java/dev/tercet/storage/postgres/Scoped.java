package dev.tercet.storage.postgres;

import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binds a scope to the two conditions {@code (? IS NULL OR project = ?)} and {@code (? IS NULL OR
 * id = ?)}.
 */
final class Scoped {
  private Scoped() {}

  static void bind(PreparedStatement statement, int first, Scope scope) throws SQLException {
    switch (scope) {
      case Everything() -> bind(statement, first, null, null);
      case OfProject(var project) -> bind(statement, first, project, null);
      case OfExtraction(var project, var extraction) -> bind(statement, first, project, extraction);
    }
  }

  private static void bind(
      PreparedStatement statement, int first, @Nullable UUID project, @Nullable UUID extraction)
      throws SQLException {
    statement.setObject(first, project);
    statement.setObject(first + 1, project);
    statement.setObject(first + 2, extraction);
    statement.setObject(first + 3, extraction);
  }
}

package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Which removals are due, and how many wait for their first look, each scope by an index of its
 * own.
 */
public record DueRemovals(Database database) {
  public static final String DUE =
      """
      SELECT extraction, project, reason, created_at, first_confirmed_at
        FROM removal
       WHERE due_at <= statement_timestamp()
       ORDER BY due_at
       LIMIT ?
      """;

  public static final String DUE_OF_PROJECT =
      """
      SELECT extraction, project, reason, created_at, first_confirmed_at
        FROM removal
       WHERE due_at <= statement_timestamp()
         AND project = ?
       ORDER BY due_at
       LIMIT ?
      """;

  static final String DUE_OF_EXTRACTION =
      """
      SELECT extraction, project, reason, created_at, first_confirmed_at
        FROM removal
       WHERE due_at <= statement_timestamp()
         AND project = ?
         AND extraction = ?
      """;

  /** What is counted here is told to people, for whom so many are as good as more. */
  private static final int MOST_COUNTED = 100_000;

  static final String UNCONFIRMED =
      """
      SELECT count(*)
        FROM (SELECT FROM removal WHERE first_confirmed_at IS NULL LIMIT ?) AS unconfirmed
      """;

  static final String UNCONFIRMED_OF_PROJECT =
      """
      SELECT count(*)
        FROM (SELECT FROM removal WHERE first_confirmed_at IS NULL AND project = ? LIMIT ?) AS unconfirmed
      """;

  static final String UNCONFIRMED_OF_EXTRACTION =
      """
      SELECT count(*)
        FROM removal
       WHERE first_confirmed_at IS NULL
         AND project = ?
         AND extraction = ?
      """;

  List<Removal> due(Scope scope, int limit) {
    return database.read(connection -> {
      try (PreparedStatement statement =
          ofScope(connection, scope, limit, DUE, DUE_OF_PROJECT, DUE_OF_EXTRACTION)) {
        return removals(statement);
      }
    });
  }

  /** The statement of that scope, each found by an index of its own. */
  private static PreparedStatement ofScope(
      Connection connection, Scope scope, int limit, String... sql) throws SQLException {
    return switch (scope) {
      case Everything() -> bound(connection.prepareStatement(sql[0]), limit);
      case OfProject(var project) -> bound(connection.prepareStatement(sql[1]), project, limit);
      case OfExtraction(var project, var extraction) ->
          bound(connection.prepareStatement(sql[2]), project, extraction);
    };
  }

  private static PreparedStatement bound(PreparedStatement statement, Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static List<Removal> removals(PreparedStatement statement) throws SQLException {
    return Rows.list(
        statement,
        row ->
            new Removal(
                Rows.uuid(row, 1),
                Rows.uuid(row, 2),
                Reason.valueOf(Rows.text(row, 3).toUpperCase(Locale.ROOT)),
                Rows.instant(row, 4),
                Rows.instantOrNull(row, 5)));
  }

  long unconfirmed(Scope scope) {
    return database.read(connection -> {
      try (PreparedStatement statement =
              ofScope(
                  connection,
                  scope,
                  MOST_COUNTED,
                  UNCONFIRMED,
                  UNCONFIRMED_OF_PROJECT,
                  UNCONFIRMED_OF_EXTRACTION);
          ResultSet count = statement.executeQuery()) {
        count.next();
        return count.getLong(1);
      }
    });
  }
}

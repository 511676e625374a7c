package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Which removals are due, and how many wait for their first look, each scope by an index of its
 * own.
 */
public record DueRemovals(Database database) {
  public static final Query DUE =
      Query.of(
          """
          SELECT extraction, project, reason, created_at, first_confirmed_at
            FROM removal
           WHERE due_at <= statement_timestamp()
           ORDER BY due_at
           LIMIT :limit
          """);

  public static final Query DUE_OF_PROJECT =
      Query.of(
          """
          SELECT extraction, project, reason, created_at, first_confirmed_at
            FROM removal
           WHERE due_at <= statement_timestamp()
             AND project = :project
           ORDER BY due_at
           LIMIT :limit
          """);

  private static final Query DUE_OF_EXTRACTION =
      Query.of(
          """
          SELECT extraction, project, reason, created_at, first_confirmed_at
            FROM removal
           WHERE due_at <= statement_timestamp()
             AND project = :project
             AND extraction = :extraction
          """);

  /** What is counted here is told to people, for whom so many are as good as more. */
  private static final int MOST_COUNTED = 100_000;

  private static final Query UNCONFIRMED =
      Query.of(
          """
          SELECT count(*)
            FROM (SELECT FROM removal WHERE first_confirmed_at IS NULL LIMIT :most) AS unconfirmed
          """);

  private static final Query UNCONFIRMED_OF_PROJECT =
      Query.of(
          """
          SELECT count(*)
            FROM (SELECT FROM removal WHERE first_confirmed_at IS NULL AND project = :project LIMIT :most) AS unconfirmed
          """);

  private static final Query UNCONFIRMED_OF_EXTRACTION =
      Query.of(
          """
          SELECT count(*)
            FROM removal
           WHERE first_confirmed_at IS NULL
             AND project = :project
             AND extraction = :extraction
          """);

  List<Removal> due(Scope scope, int limit) {
    Query.Values due =
        switch (scope) {
          case Everything() -> DUE.with("limit", limit);
          case OfProject(var project) ->
              DUE_OF_PROJECT.with("project", project).with("limit", limit);
          case OfExtraction(var project, var extraction) ->
              DUE_OF_EXTRACTION.with("project", project).with("extraction", extraction);
        };
    return database.read(connection -> due.list(connection, DueRemovals::removal));
  }

  private static Removal removal(ResultSet row) throws SQLException {
    return new Removal(
        Rows.uuid(row, 1),
        Rows.uuid(row, 2),
        Reason.valueOf(Rows.text(row, 3).toUpperCase(Locale.ROOT)),
        Rows.instant(row, 4),
        Rows.instantOrNull(row, 5));
  }

  long unconfirmed(Scope scope) {
    Query.Values unconfirmed =
        switch (scope) {
          case Everything() -> UNCONFIRMED.with("most", MOST_COUNTED);
          case OfProject(var project) ->
              UNCONFIRMED_OF_PROJECT.with("project", project).with("most", MOST_COUNTED);
          case OfExtraction(var project, var extraction) ->
              UNCONFIRMED_OF_EXTRACTION.with("project", project).with("extraction", extraction);
        };
    return database.read(connection -> unconfirmed.one(connection, row -> row.getLong(1)));
  }
}

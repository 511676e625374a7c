package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.storage.postgres.content.MentionDeletion;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Drops rows whose extraction is gone, each by a guard that is asked again. */
final class DropOrphanRows {
  private static final String DROP_DOCUMENTS =
      """
      DELETE FROM document d
       USING unnest(?::uuid[], ?::uuid[]) AS i(project, id)
       WHERE d.project = i.project
         AND d.extraction = i.id
         AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = d.extraction)
      """;

  private static final Query DROP_PASSAGES =
      Query.of(
          """
          DELETE FROM passage p
           WHERE p.extraction = ANY (:ids::uuid[])
             AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = p.extraction)
          """);

  private static final Query DROP_CALLS =
      Query.of(
          """
          DELETE FROM model_call c
           WHERE c.extraction = ANY (:ids::uuid[])
             AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = c.extraction)
          """);

  private static final Query GONE =
      Query.of(
          """
          SELECT wanted.id
            FROM unnest(:ids::uuid[]) AS wanted(id)
           WHERE NOT EXISTS (SELECT FROM extraction e WHERE e.id = wanted.id)
          """);

  private DropOrphanRows() {}

  /** The guard is asked again, by a statement that sees what was committed meanwhile. */
  static int drop(Connection connection, Part part, Collection<Place> places) throws SQLException {
    List<UUID> ids = places.stream().map(Place::id).distinct().toList();
    return switch (part) {
      case DOCUMENT -> dropDocuments(connection, List.copyOf(places));
      case PASSAGE -> DROP_PASSAGES.with("ids", ids).update(connection);
      case CALL -> DROP_CALLS.with("ids", ids).update(connection);
      case MENTION -> MentionDeletion.forget(connection, gone(connection, ids));
      case ENTITY -> MentionDeletion.dropUnmentioned(connection, ids);
    };
  }

  /** An extraction that is gone never comes back. */
  private static List<UUID> gone(Connection connection, List<UUID> ids) throws SQLException {
    return GONE.with("ids", ids).list(connection, row -> Rows.uuid(row, 1));
  }

  private static int dropDocuments(Connection connection, List<Place> places) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DROP_DOCUMENTS)) {
      Columns.of(statement, places).uuids(Place::project).uuids(Place::id);
      return statement.executeUpdate();
    }
  }
}

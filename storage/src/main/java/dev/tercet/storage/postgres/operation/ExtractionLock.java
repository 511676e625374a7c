package dev.tercet.storage.postgres.operation;

import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Waits for whoever is changing some extractions. */
public final class ExtractionLock {
  private static final String ROWS =
      "SELECT id FROM extraction WHERE id = ANY (?::uuid[]) ORDER BY id FOR SHARE";

  private ExtractionLock() {}

  /**
   * Waits for an earlier try of the same batch that may still be on its way to its end in the
   * server, so that the next statement sees what became of it.
   */
  public static void rows(Connection connection, List<UUID> extractions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setArray(1, connection.createArrayOf("uuid", extractions.toArray()));
      Rows.list(statement, row -> Rows.uuid(row, 1));
    }
  }
}

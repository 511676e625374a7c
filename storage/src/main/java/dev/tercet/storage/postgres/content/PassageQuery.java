package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Passage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads passages by the ids of their points, with their texts. */
public final class PassageQuery {
  private static final String BY_EMBEDDING_ID =
      """
      SELECT p.extraction, p.ordinal, p.start_at, p.end_at, p.text, p.content_hash, p.embedding_id, p.model, p.facts
        FROM unnest(?::uuid[]) AS wanted(id)
        JOIN passage p ON p.embedding_id = wanted.id
      """;

  private final Database database;

  public PassageQuery(Database database) {
    this.database = database;
  }

  public List<Passage> byEmbeddingId(Collection<UUID> ids) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(BY_EMBEDDING_ID)) {
        statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
        return Rows.list(statement, PassageQuery::passage);
      }
    });
  }

  /** The passage in the first nine columns, in the order of the statement above. */
  static Passage passage(ResultSet row) throws SQLException {
    return new Passage(
        Rows.uuid(row, 1),
        row.getInt(2),
        row.getInt(3),
        row.getInt(4),
        Rows.text(row, 5),
        Fingerprint.of(Rows.bytes(row, 6)),
        Rows.uuidOrNull(row, 7),
        Rows.text(row, 8),
        FactsJson.read(Rows.text(row, 9)));
  }
}

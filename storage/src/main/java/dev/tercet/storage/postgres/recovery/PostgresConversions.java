package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.storage.postgres.content.PointCounts;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passages that change their embedding model, in batches. */
public final class PostgresConversions implements ConversionStore {
  /**
   * Guarded by the point that the row names: a removal or another conversion may have been here.
   */
  private static final String CONVERT =
      """
      UPDATE passage p
         SET embedding_id = c.new_id,
             model = ?
        FROM unnest(?::uuid[], ?::integer[], ?::uuid[], ?::uuid[]) AS c(extraction, ordinal, old_id, new_id)
       WHERE p.extraction = c.extraction
         AND p.ordinal = c.ordinal
         AND p.embedding_id = c.old_id
      """;

  private static final Query NAMED =
      Query.of(
          """
          SELECT p.embedding_id
            FROM unnest(:ids::uuid[]) AS wanted(id)
            JOIN passage p ON p.embedding_id = wanted.id
          """);

  private final Database database;

  public PostgresConversions(Database database) {
    this.database = database;
  }

  @Override
  public List<PointRow> pointRowsOfOthers(String model, @Nullable PointRow after, int limit) {
    return database.read(connection -> PointRowQuery.ofOthers(connection, model, after, limit));
  }

  @Override
  public boolean hasPointRowsOfOthers(String model) {
    return new PointCounts(database).ofOthers(model) > 0;
  }

  @Override
  public Set<UUID> converted(String model, Collection<Conversion> conversions) {
    List<Conversion> sorted =
        conversions.stream()
            .sorted(
                Comparator.comparing(Conversion::extraction).thenComparingInt(Conversion::ordinal))
            .toList();
    return database.repeatable(connection -> {
      convert(connection, model, sorted);
      return named(connection, sorted);
    });
  }

  private static void convert(Connection connection, String model, List<Conversion> conversions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CONVERT)) {
      statement.setString(1, model);
      Columns.from(statement, 2, conversions)
          .uuids(Conversion::extraction)
          .integers(Conversion::ordinal)
          .uuids(Conversion::from)
          .uuids(Conversion::to);
      statement.executeUpdate();
    }
  }

  private static Set<UUID> named(Connection connection, List<Conversion> conversions)
      throws SQLException {
    List<UUID> ids = conversions.stream().map(Conversion::to).toList();
    return new HashSet<>(NAMED.with("ids", ids).list(connection, row -> Rows.uuid(row, 1)));
  }
}

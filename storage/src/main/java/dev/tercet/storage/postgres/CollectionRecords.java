package dev.tercet.storage.postgres;

import dev.tercet.saga.CollectionStore.CollectionRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is recorded of Qdrant's collections, a row for each. */
final class CollectionRecords {
  private static final String COLLECTION =
      """
      SELECT name, model, dimension, incarnation, refilling, refilled_to, retired_at IS NOT NULL AS retired
        FROM collection
       WHERE name = ?
      """;

  private static final String COLLECTIONS =
      """
      SELECT name, model, dimension, incarnation, refilling, refilled_to, retired_at IS NOT NULL AS retired
        FROM collection
       ORDER BY chosen_at DESC
      """;

  private static final String CREATING =
      """
      INSERT INTO collection (name, model, dimension, incarnation, refilling)
      VALUES (?, ?, ?, gen_random_uuid(), true)
          ON CONFLICT (name) DO UPDATE
         SET model = excluded.model,
             dimension = excluded.dimension,
             incarnation = excluded.incarnation,
             refilling = true,
             refilled_to = NULL,
             retired_at = NULL,
             created_at = clock_timestamp()
      RETURNING name, model, dimension, incarnation, refilling, refilled_to, retired_at IS NOT NULL AS retired
      """;

  private static final String CHOSEN =
      """
      UPDATE collection AS mine
         SET model = ?,
             refilling = mine.refilling
                         OR EXISTS (SELECT
                                      FROM collection AS other
                                     WHERE other.name <> mine.name
                                       AND other.retired_at IS NULL),
             retired_at = NULL,
             chosen_at = clock_timestamp()
       WHERE mine.name = ?
      """;

  private static final String REFILLED_TO =
      """
      UPDATE collection
         SET refilled_to = ?
       WHERE name = ?
         AND incarnation = ?::uuid
      """;

  private static final String REFILLED =
      """
      UPDATE collection
         SET refilling = false
       WHERE name = ?
         AND incarnation = ?::uuid
      """;

  private static final String RETIRED =
      """
      UPDATE collection
         SET refilling = false,
             retired_at = clock_timestamp()
       WHERE name = ?
      """;

  private final Database database;

  CollectionRecords(Database database) {
    this.database = database;
  }

  @Nullable CollectionRecord named(String name) {
    List<CollectionRecord> known =
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COLLECTION)) {
            statement.setString(1, name);
            return Rows.list(statement, CollectionRecords::record);
          }
        });
    return known.isEmpty() ? null : known.getFirst();
  }

  List<CollectionRecord> all() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(COLLECTIONS)) {
        return Rows.list(statement, CollectionRecords::record);
      }
    });
  }

  CollectionRecord creating(String name, String model, int dimension) {
    return database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CREATING)) {
        statement.setString(1, name);
        statement.setString(2, model);
        statement.setInt(3, dimension);
        CollectionRecord created = Rows.list(statement, CollectionRecords::record).getFirst();
        Verified.forget(connection);
        return created;
      }
    });
  }

  void chosen(String name, String model) {
    update(CHOSEN, model, name);
  }

  private static CollectionRecord record(ResultSet found) throws SQLException {
    return new CollectionRecord(
        found.getString("name"),
        found.getString("model"),
        found.getInt("dimension"),
        found.getString("incarnation"),
        found.getBoolean("refilling"),
        found.getObject("refilled_to", UUID.class),
        found.getBoolean("retired"));
  }

  void refilledTo(CollectionRecord seen, UUID point) {
    update(REFILLED_TO, point, seen.name(), seen.incarnation());
  }

  void refilled(CollectionRecord seen) {
    update(REFILLED, seen.name(), seen.incarnation());
  }

  void retired(String name) {
    update(RETIRED, name);
  }

  private void update(String sql, Object... parameters) {
    database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        return statement.executeUpdate();
      }
    });
  }
}

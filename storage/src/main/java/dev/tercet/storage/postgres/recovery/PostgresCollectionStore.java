package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.project.ComparedSince;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is recorded of Qdrant's collections, a row for each, and what was compared with them. */
public final class PostgresCollectionStore implements CollectionStore {
  private static final Query COLLECTION =
      Query.of(
          """
          SELECT name, model, dimension, incarnation, refilling, refilled_to, retired_at IS NOT NULL AS retired
            FROM collection
           WHERE name = :name
          """);

  private static final String COLLECTIONS =
      """
      SELECT name, model, dimension, incarnation, refilling, refilled_to, retired_at IS NOT NULL AS retired
        FROM collection
       ORDER BY chosen_at DESC
      """;

  private static final Query CREATING =
      Query.of(
          """
          INSERT INTO collection (name, model, dimension, incarnation, refilling)
          VALUES (:name, :model, :dimension, gen_random_uuid(), true)
              ON CONFLICT (name) DO UPDATE
             SET model = excluded.model,
                 dimension = excluded.dimension,
                 incarnation = excluded.incarnation,
                 refilling = true,
                 refilled_to = NULL,
                 retired_at = NULL,
                 created_at = clock_timestamp()
          RETURNING name, model, dimension, incarnation, refilling, refilled_to, retired_at IS NOT NULL AS retired
          """);

  private static final Query CHOSEN =
      Query.of(
          """
          UPDATE collection AS mine
             SET model = :model,
                 refilling = mine.refilling
                             OR EXISTS (SELECT
                                          FROM collection AS other
                                         WHERE other.name <> mine.name
                                           AND other.retired_at IS NULL),
                 retired_at = NULL,
                 chosen_at = clock_timestamp()
           WHERE mine.name = :name
          """);

  private static final Query REFILLED_TO =
      Query.of(
          """
          UPDATE collection
             SET refilled_to = :point
           WHERE name = :name
             AND incarnation = :incarnation::uuid
          """);

  private static final Query REFILLED =
      Query.of(
          """
          UPDATE collection
             SET refilling = false
           WHERE name = :name
             AND incarnation = :incarnation::uuid
          """);

  private static final Query RETIRED =
      Query.of(
          """
          UPDATE collection
             SET refilling = false,
                 retired_at = clock_timestamp()
           WHERE name = :name
          """);

  private final Database database;
  private final ComparedSince verified;

  public PostgresCollectionStore(Database database) {
    this.database = database;
    verified = new ComparedSince(database);
  }

  @Override
  public @Nullable CollectionRecord named(String name) {
    List<CollectionRecord> known =
        database.read(connection ->
            COLLECTION.with("name", name).list(connection, PostgresCollectionStore::record));
    return known.isEmpty() ? null : known.getFirst();
  }

  @Override
  public List<CollectionRecord> all() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(COLLECTIONS)) {
        return Rows.list(statement, PostgresCollectionStore::record);
      }
    });
  }

  @Override
  public CollectionRecord creating(String name, String model, int dimension) {
    return database.repeatable(connection -> {
      CollectionRecord created =
          CREATING
              .with("name", name)
              .with("model", model)
              .with("dimension", dimension)
              .list(connection, PostgresCollectionStore::record)
              .getFirst();
      ComparedSince.forget(connection);
      return created;
    });
  }

  @Override
  public void chosen(String name, String model) {
    update(CHOSEN.with("model", model).with("name", name));
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

  @Override
  public void refilledTo(CollectionRecord seen, UUID point) {
    update(same(REFILLED_TO, seen).with("point", point));
  }

  @Override
  public void refilled(CollectionRecord seen) {
    update(same(REFILLED, seen));
  }

  @Override
  public void retired(String name) {
    update(RETIRED.with("name", name));
  }

  @Override
  public void verified(CollectionRecord seen, Collection<Integer> buckets, Instant at) {
    verified.note(seen, buckets, at);
  }

  @Override
  public void verified(CollectionRecord seen, UUID project, Instant at) {
    verified.note(seen, project, at);
  }

  @Override
  public @Nullable Instant verifiedThrough() {
    return verified.through(null);
  }

  @Override
  public @Nullable Instant verifiedThrough(UUID project) {
    return verified.through(project);
  }

  private static Query.Values same(Query query, CollectionRecord seen) {
    return query.with("name", seen.name()).with("incarnation", seen.incarnation());
  }

  private void update(Query.Values values) {
    database.repeatable(values::update);
  }
}

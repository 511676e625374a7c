package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.project.ComparedSince;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is recorded of Qdrant's collections, a row for each, and what was compared with them. */
public final class PostgresCollectionStore implements CollectionStore {
  private static final Query CREATING =
      Query.of(
          """
          INSERT INTO collection (name, model, dimension, incarnation, refilling)
          VALUES (:name, :model, :dimension, :incarnation, true)
              ON CONFLICT (name) DO UPDATE
             SET model = excluded.model,
                 dimension = excluded.dimension,
                 incarnation = excluded.incarnation,
                 refilling = true,
                 refilled_to = NULL,
                 retired_at = NULL,
                 created_at = clock_timestamp()
          """);

  private final Database database;
  private final CollectionRepository collections;
  private final ComparedSince verified;

  public PostgresCollectionStore(Database database) {
    this.database = database;
    collections = database.repository(CollectionRepository.class);
    verified = new ComparedSince(database);
  }

  @Override
  public @Nullable CollectionRecord named(String name) {
    return collections.findById(name).map(CollectionRow::recorded).orElse(null);
  }

  @Override
  public List<CollectionRecord> all() {
    return collections.findAllOrderByChosenAtDesc().stream().map(CollectionRow::recorded).toList();
  }

  @Override
  public CollectionRecord creating(String name, String model, int dimension) {
    UUID incarnation = UUID.randomUUID();
    return database.repeatable(connection -> {
      CREATING
          .with("name", name)
          .with("model", model)
          .with("dimension", dimension)
          .with("incarnation", incarnation)
          .update(connection);
      ComparedSince.forget(connection);
      return new CollectionRecord(
          name, model, dimension, incarnation.toString(), true, null, false);
    });
  }

  @Override
  public void chosen(String name, String model) {
    collections.choose(name, model);
  }

  @Override
  public void refilledTo(CollectionRecord seen, UUID point) {
    collections.updateByNameAndIncarnation(seen.name(), incarnation(seen), point);
  }

  @Override
  public void refilled(CollectionRecord seen) {
    collections.updateByNameAndIncarnation(seen.name(), incarnation(seen), false);
  }

  private static UUID incarnation(CollectionRecord seen) {
    return UUID.fromString(seen.incarnation());
  }

  @Override
  public void retired(String name) {
    collections.retire(name);
  }

  @Override
  public void verified(CollectionRecord seen, BitSet buckets, Instant at) {
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
}

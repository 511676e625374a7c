package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.project.ComparedSince;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collections, and what was compared with them. */
public final class PostgresCollectionStore implements CollectionStore {
  private final CollectionRecords records;
  private final ComparedSince verified;

  public PostgresCollectionStore(Database database) {
    records = new CollectionRecords(database);
    verified = new ComparedSince(database);
  }

  @Override
  public @Nullable CollectionRecord named(String name) {
    return records.named(name);
  }

  @Override
  public List<CollectionRecord> all() {
    return records.all();
  }

  @Override
  public CollectionRecord creating(String name, String model, int dimension) {
    return records.creating(name, model, dimension);
  }

  @Override
  public void chosen(String name, String model) {
    records.chosen(name, model);
  }

  @Override
  public void refilledTo(CollectionRecord seen, UUID point) {
    records.refilledTo(seen, point);
  }

  @Override
  public void refilled(CollectionRecord seen) {
    records.refilled(seen);
  }

  @Override
  public void retired(String name) {
    records.retired(name);
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
}

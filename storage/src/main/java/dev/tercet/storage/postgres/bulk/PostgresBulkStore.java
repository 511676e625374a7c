package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.Document;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Bulk runs, each a row. */
public final class PostgresBulkStore implements BulkStore {
  private final Database database;
  private final Database limited;
  private final TransitionCounter counter;

  /**
   * @param limited for what people ask
   */
  public PostgresBulkStore(Database database, Database limited, TransitionCounter counter) {
    this.database = database;
    this.limited = limited;
    this.counter = counter;
  }

  @Override
  public Matched count(BulkAction action, BulkFilter filter) {
    return limited.read(new BulkWalk(action, filter, null)::count);
  }

  @Override
  public List<Document> first(BulkAction action, BulkFilter filter, int most) {
    return limited.read(connection -> BulkPage.first(connection, action, filter, most));
  }

  @Override
  public Optional<BulkRun> begin(BulkOrder order) {
    return database.repeatable(connection -> BulkRows.begin(connection, order));
  }

  @Override
  public Optional<BulkRun> find(String tenant, UUID run) {
    return limited.read(connection -> BulkRows.find(connection, tenant, run));
  }

  @Override
  public Optional<BulkRun> abort(String tenant, UUID run) {
    return database.repeatable(connection -> BulkRows.abort(connection, tenant, run));
  }

  @Override
  public boolean workOnce() {
    StatusChanges changes = new StatusChanges();
    AtomicReference<Optional<UUID>> held = new AtomicReference<>(Optional.empty());
    try {
      boolean worked =
          database.repeatable(connection -> {
            changes.clear();
            return BulkPage.make(connection, changes, run -> held.set(Optional.of(run)));
          });
      counter.count(changes);
      return worked;
    } catch (RuntimeException e) {
      held.get().ifPresent(run -> putOff(run, e));
      throw e;
    }
  }

  /** The page left the run as due as it was, before all others: they would never have a turn. */
  private void putOff(UUID run, RuntimeException why) {
    try {
      database.write(connection -> BulkRows.putOff(connection, run));
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }
}

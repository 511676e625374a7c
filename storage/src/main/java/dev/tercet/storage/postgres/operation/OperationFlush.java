package dev.tercet.storage.postgres.operation;

import dev.tercet.storage.batch.Flush;
import dev.tercet.storage.batch.FlushFault;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.PostgresFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs an operation as the flush of a group commit. */
final class OperationFlush<I, O> implements Flush<I, O> {
  private final Database database;
  private final BatchOperation<I, O> operation;
  private final TransitionCounter counter;

  OperationFlush(Database database, BatchOperation<I, O> operation, TransitionCounter counter) {
    this.database = database;
    this.operation = operation;
    this.counter = counter;
  }

  @Override
  public List<O> flush(List<I> batch) {
    StatusChanges changes = new StatusChanges();
    Database.Act<List<O>> act = connection -> operation.write(connection, batch, changes);
    List<O> results = operation.isTransaction() ? database.transaction(act) : database.once(act);
    counter.count(changes);
    return results;
  }

  @Override
  public List<Optional<O>> readBack(List<I> batch) {
    return database.transaction(connection -> operation.readBack(connection, batch));
  }

  @Override
  public FlushFault classify(RuntimeException failure) {
    return switch (failure) {
      case PostgresFailure told -> told.fault();
      case IllegalArgumentException _ -> FlushFault.REJECTED;
      default -> FlushFault.FATAL;
    };
  }

  @Override
  public RuntimeException explain(RuntimeException failure) {
    return failure instanceof PostgresFailure told ? told.explained() : failure;
  }

  @Override
  public @Nullable Object key(I item) {
    return operation.key(item);
  }

  @Override
  public long bytes(I item) {
    return operation.bytes(item);
  }
}

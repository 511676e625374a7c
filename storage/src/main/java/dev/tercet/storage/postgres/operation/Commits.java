package dev.tercet.storage.postgres.operation;

import dev.tercet.storage.batch.BatchLimits;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.jdbc.Database;
import java.util.ArrayList;
import java.util.List;

/** Starts the group commits of the stores and closes them together. */
public final class Commits implements AutoCloseable {
  private final Database database;
  private final TransitionCounter counter;
  private final BatchLimits limits;
  private final List<GroupCommit<?, ?>> started = new ArrayList<>();

  public Commits(Database database, TransitionCounter counter, BatchLimits limits) {
    this.database = database;
    this.counter = counter;
    this.limits = limits;
  }

  public <I, O> GroupCommit<I, O> of(BatchOperation<I, O> operation) {
    GroupCommit<I, O> commit =
        new GroupCommit<>(
            operation.name(), new OperationFlush<>(database, operation, counter), limits);
    started.add(commit);
    return commit;
  }

  /** Writes what is waiting, then takes no more. */
  @Override
  public void close() {
    started.forEach(GroupCommit::close);
  }
}

package dev.tercet.storage.postgres.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One function of the ledger on a whole batch.
 *
 * @param <I> what callers submit
 * @param <O> what each gets back
 */
public interface BatchOperation<I, O> {

  /** Its name, for the thread that flushes it. */
  String name();

  /** Writes the batch and returns one result per item, in the batch's order. */
  List<O> write(Connection connection, List<I> batch, StatusChanges changes) throws SQLException;

  /**
   * Reads what became of a batch whose outcome is unknown. By default nothing is known: writing it
   * again changes nothing and gives the same results.
   */
  default List<Optional<O>> readBack(Connection connection, List<I> batch) throws SQLException {
    return batch.stream().map(_ -> Optional.<O>empty()).toList();
  }

  /** Whether {@link #write} is more than one statement, so that it needs a transaction. */
  default boolean isTransaction() {
    return false;
  }

  /** Two items of equal keys never share a batch. */
  default @Nullable Object key(I item) {
    return null;
  }

  /** How many bytes the item adds to a batch, roughly. */
  default long bytes(I item) {
    return 0;
  }
}

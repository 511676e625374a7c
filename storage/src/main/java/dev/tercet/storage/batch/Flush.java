package dev.tercet.storage.batch;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One trip to a store for a whole batch.
 *
 * @param <I> what callers submit
 * @param <O> what each gets back
 */
public interface Flush<I, O> {

  /**
   * Writes the batch in one trip, all or nothing, and returns one result per item in the batch's
   * order.
   */
  List<O> flush(List<I> batch);

  /**
   * Reads what became of a batch whose outcome is unknown: one entry per item, in order; empty for
   * an item that is known not to have been written, which is then flushed again. May throw, and is
   * then tried again.
   */
  List<Optional<O>> readBack(List<I> batch);

  /** What a failure of {@link #flush} says. */
  FlushFault classify(RuntimeException failure);

  /** The failure that a caller gets when the batch could not be written in time. */
  default RuntimeException explain(RuntimeException failure) {
    return failure;
  }

  /**
   * Two items of equal keys never share a batch, and keep their order of arrival when there is one
   * flusher. By default every item is its own key.
   */
  default @Nullable Object key(I item) {
    return null;
  }

  /** How many bytes the item adds to a batch, roughly. */
  default long bytes(I item) {
    return 0;
  }
}

package dev.tercet.storage.batch;

import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch to its end: every waiting caller gets a result or a failure, whatever happens.
 */
final class BatchRun<I, O> {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(10), Duration.ofMillis(500));

  private final Flush<I, O> flush;
  private final LongSupplier nanoTime;

  /** What the store last failed of, while it is away; whoever waited too long is not tried then. */
  private volatile @Nullable RuntimeException away;

  BatchRun(Flush<I, O> flush, LongSupplier nanoTime) {
    this.flush = flush;
    this.nanoTime = nanoTime;
  }

  @SuppressWarnings(
      "CatchingUnchecked") // an Error must reach the callers, too, or they would wait for ever
  void write(List<WaitingItem<I, O>> batch) {
    RuntimeException last = away;
    try {
      writeToItsEnd(
          last == null ? batch : WaitingItem.stillPatient(batch, nanoTime.getAsLong(), last));
    } catch (Throwable failure) {
      failAll(batch, failure);
    }
  }

  private void writeToItsEnd(List<WaitingItem<I, O>> batch) {
    List<WaitingItem<I, O>> left = batch;
    int failures = 0;
    boolean unknown = false;
    while (!left.isEmpty()) {
      try {
        if (unknown) {
          left = readBack(left);
          unknown = false;
        }
        if (!left.isEmpty()) {
          deliver(left, flush.flush(items(left)));
        }
        away = null;
        return;
      } catch (RuntimeException failure) {
        FlushFault fault = unknown ? FlushFault.UNKNOWN : flush.classify(failure);
        switch (fault) {
          case REJECTED -> {
            bisect(left, failure);
            return;
          }
          case FATAL -> throw failure;
          case NOTHING_DONE, UNKNOWN -> {
            unknown = fault == FlushFault.UNKNOWN;
            RuntimeException explained = flush.explain(failure);
            away = explained;
            if (Thread.currentThread().isInterrupted()) {
              throw explained;
            }
            long pause = BACKOFF.bound(++failures).toNanos();
            left = WaitingItem.stillPatient(left, nanoTime.getAsLong() + pause, explained);
            if (left.isEmpty()) {
              return;
            }
            LockSupport.parkNanos(pause);
          }
        }
      }
    }
  }

  private void bisect(List<WaitingItem<I, O>> batch, RuntimeException failure) {
    if (batch.size() == 1) {
      batch.getFirst().result().completeExceptionally(failure);
      return;
    }
    int middle = batch.size() / 2;
    writeHalf(batch.subList(0, middle));
    writeHalf(batch.subList(middle, batch.size()));
  }

  /** One half's failure is not the other's. */
  private void writeHalf(List<WaitingItem<I, O>> half) {
    try {
      writeToItsEnd(half);
    } catch (RuntimeException failure) {
      failAll(half, failure);
    }
  }

  private List<WaitingItem<I, O>> readBack(List<WaitingItem<I, O>> batch) {
    List<Optional<O>> known = flush.readBack(items(batch));
    List<WaitingItem<I, O>> notWritten = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      WaitingItem<I, O> waiting = batch.get(i);
      known.get(i).ifPresentOrElse(waiting.result()::complete, () -> notWritten.add(waiting));
    }
    return notWritten;
  }

  private static <I, O> void deliver(List<WaitingItem<I, O>> batch, List<O> results) {
    if (results.size() != batch.size()) {
      throw new IllegalStateException(results.size() + " results for " + batch.size() + " items");
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).result().complete(results.get(i));
    }
  }

  /** Completing a result that is complete already changes nothing. */
  private static <I, O> void failAll(List<WaitingItem<I, O>> batch, Throwable failure) {
    batch.forEach(waiting -> waiting.result().completeExceptionally(failure));
  }

  private static <I, O> List<I> items(List<WaitingItem<I, O>> batch) {
    return batch.stream().map(WaitingItem::item).toList();
  }
}

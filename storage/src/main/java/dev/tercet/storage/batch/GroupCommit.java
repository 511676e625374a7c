package dev.tercet.storage.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what callers submit while the previous flush is in flight into one batch. An idle caller
 * pays one round trip; under load the batches grow by themselves, and a store sees few large
 * writes.
 *
 * <p>A batch that is refused for its data is bisected, so that only the culprit fails. One whose
 * outcome is unknown is read back. One that could not be written is tried again with whoever's
 * {@link BatchLimits#patience()} is not over.
 *
 * @param <I> what callers submit
 * @param <O> what each gets back
 */
public final class GroupCommit<I, O> implements AutoCloseable {
  private final String name;
  private final WaitingRoom<I, O> waiting;
  private final BatchRun<I, O> run;
  private final List<Thread> flushers = new ArrayList<>();

  public GroupCommit(String name, Flush<I, O> flush, BatchLimits limits) {
    this(name, flush, limits, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param nanoTime by which patience is measured; never goes back, as {@link System#nanoTime}
   */
  GroupCommit(String name, Flush<I, O> flush, BatchLimits limits, LongSupplier nanoTime) {
    this.name = name;
    this.waiting = new WaitingRoom<>(flush, limits, nanoTime);
    this.run = new BatchRun<>(flush, nanoTime);
    for (int i = 0; i < limits.flushers(); i++) {
      flushers.add(Thread.ofVirtual().name("flush-" + name + "-" + i).start(this::runUntilClosed));
    }
  }

  /**
   * Writes one item and returns its result once its batch is durable.
   *
   * @throws CancellationException when the caller is interrupted; the item may or may not have been
   *     written
   * @throws RuntimeException as the flush explains it, when the item was not written
   */
  public O submit(I item) {
    return await(waiting.enter(item));
  }

  /** Writes several items, perhaps over several batches, and returns their results in order. */
  public List<O> submitAll(List<I> items) {
    List<CompletableFuture<O>> pending = new ArrayList<>(items.size());
    for (I item : items) {
      pending.add(waiting.enter(item));
    }
    List<O> results = new ArrayList<>(items.size());
    for (CompletableFuture<O> each : pending) {
      results.add(await(each));
    }
    return results;
  }

  private O await(CompletableFuture<O> pending) {
    try {
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private CancellationException cancelled(InterruptedException cause) {
    var cancelled =
        new CancellationException("interrupted while waiting for the group commit " + name);
    cancelled.initCause(cause);
    return cancelled;
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      case null, default -> new IllegalStateException(cause);
    };
  }

  private void runUntilClosed() {
    List<WaitingItem<I, O>> batch = waiting.nextBatch();
    while (!batch.isEmpty()) {
      run.write(batch);
      batch = waiting.nextBatch();
    }
  }

  /** Takes no more items, writes what is waiting, and returns when all is written or has failed. */
  @Override
  public void close() {
    waiting.close();
    boolean interrupted = false;
    for (Thread flusher : flushers) {
      try {
        flusher.join();
      } catch (InterruptedException e) {
        interrupted = true;
        flusher.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

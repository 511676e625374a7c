package dev.tercet.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Does the same to several things at once, each on a virtual thread, and waits for all. */
public final class ParallelMap {
  private ParallelMap() {}

  /** The caller was interrupted while it waited; what still ran was interrupted as well. */
  public static final class AbandonedException extends RuntimeException {
    public AbandonedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The results in order. All of them end before this returns; the first failure in order is then
   * thrown. A single item, or one at a time, runs on the caller's own thread.
   *
   * @param atOnce how many items may be in progress at the same time
   */
  public static <T, R> List<R> map(List<T> items, int atOnce, Function<T, R> work) {
    if (items.size() == 1) {
      return List.of(work.apply(items.getFirst()));
    }
    if (atOnce == 1) {
      return oneByOne(items, work);
    }
    var turns = new Semaphore(atOnce);
    List<Future<R>> futures = new ArrayList<>(items.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        futures.add(threads.submit(LogScope.carried(() -> inTurn(turns, item, work))));
      }
    } // waits for all; interrupts them when this thread is interrupted
    List<R> results = new ArrayList<>(items.size());
    for (Future<R> future : futures) {
      results.add(result(future));
    }
    return results;
  }

  private static <T, R> List<R> oneByOne(List<T> items, Function<T, R> work) {
    List<R> results = new ArrayList<>(items.size());
    RuntimeException failure = null;
    for (T item : items) {
      try {
        results.add(work.apply(item));
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  private static <T, R> R inTurn(Semaphore turns, T item, Function<T, R> work) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted before its turn", e);
    }
    try {
      return work.apply(item);
    } finally {
      turns.release();
    }
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException("no checked exception is thrown", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted while its parts were running", e);
    }
  }
}

package dev.tercet.pipeline.provider;

import dev.tercet.saga.port.Embedder.Purpose;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few threads that compute all the time. Who searches goes before all passages that wait; else
 * first come, first served. Nobody waits who is not counted by a limit elsewhere, so the queue
 * needs none of its own.
 */
final class EmbeddingThreads implements AutoCloseable {
  private final ThreadPoolExecutor threads;
  private final AtomicLong arrivals = new AtomicLong();

  EmbeddingThreads(String name, int count) {
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  private record Turn(Purpose purpose, long arrival, Runnable work)
      implements Runnable, Comparable<Turn> {
    @Override
    public void run() {
      work.run();
    }

    @Override
    public int compareTo(Turn other) {
      int first = Boolean.compare(other.purpose == Purpose.QUERY, purpose == Purpose.QUERY);
      return first == 0 ? Long.compare(arrival, other.arrival) : first;
    }
  }

  /** Works on it when its turn comes. */
  <T> FutureTask<T> submit(Purpose purpose, Callable<T> work) {
    var task = new FutureTask<>(work);
    threads.execute(new Turn(purpose, arrivals.incrementAndGet(), task));
    return task;
  }

  /** Waits for all that was submitted. */
  @Override
  public void close() {
    threads.close();
  }
}

package dev.tercet.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets several threads start at the same moment and tells what each came to. */
public final class Race {
  private static final long DEADLINE_SECONDS = 30;

  private Race() {}

  /** How one runner ended. */
  public sealed interface Outcome<T> {
    /** It returned. */
    record Returned<T>(T value) implements Outcome<T> {}

    /** It threw. */
    record Threw<T>(Throwable cause) implements Outcome<T> {}
  }

  /** What each runner returned, in the order of the list; throws when one threw. */
  public static <T> List<T> all(List<Callable<T>> runners) {
    return outcomes(runners).stream().map(Race::value).toList();
  }

  private static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Returned<T>(var value) -> value;
      case Outcome.Threw<T>(var cause) -> throw new AssertionError("a runner threw", cause);
    };
  }

  /** How each runner ended, in the order of the list. */
  public static <T> List<Outcome<T>> outcomes(List<Callable<T>> runners) {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> runner : runners) {
        futures.add(
            threads.submit(() -> {
              start.await();
              return runner.call();
            }));
      }
      start.countDown();
      return futures.stream().map(Race::outcome).toList();
    }
  }

  private static <T> Outcome<T> outcome(Future<T> future) {
    try {
      return new Outcome.Returned<>(future.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return new Outcome.Threw<>(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new AssertionError("a runner did not end within " + DEADLINE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the runners ran", e);
    }
  }
}

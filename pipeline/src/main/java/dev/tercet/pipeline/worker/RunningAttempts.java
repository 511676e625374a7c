package dev.tercet.pipeline.worker;

import dev.tercet.pipeline.attempt.AttemptHold;
import dev.tercet.saga.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attempts that this process runs now, each on its own thread. */
final class RunningAttempts {
  private final int concurrency;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<AttemptKey, Running> running = new HashMap<>();

  RunningAttempts(int concurrency, ThreadFactory threads) {
    this.concurrency = concurrency;
    this.threads = threads;
  }

  private static final class Running implements AttemptHold {
    private volatile boolean dropped;
    private volatile boolean working;
    private @Nullable Thread thread;

    @Override
    public boolean isDropped() {
      return dropped;
    }

    @Override
    public void working() {
      working = true;
    }

    @Override
    public void ending() {
      working = false;
    }

    private void drop() {
      dropped = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** Starts {@code body} with a hold on it. */
  void start(Claim claim, Consumer<AttemptHold> body) {
    var attempt = new Running();
    AttemptKey key = AttemptKey.of(claim);
    Thread thread =
        threads.newThread(() -> {
          try {
            body.accept(attempt);
          } finally {
            end(key, attempt);
          }
        });
    thread.setName("attempt-" + claim.extraction());
    lock.lock();
    try {
      attempt.thread = thread;
      running.put(key, attempt);
    } finally {
      lock.unlock();
    }
    thread.start();
  }

  private void end(AttemptKey key, Running attempt) {
    lock.lock();
    try {
      running.remove(key, attempt);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many run. */
  int count() {
    lock.lock();
    try {
      return running.size();
    } finally {
      lock.unlock();
    }
  }

  /** What runs. */
  Set<AttemptKey> keys() {
    lock.lock();
    try {
      return Set.copyOf(running.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** How many more may run, after waiting up to {@code longest} for the first. */
  int awaitFree(Duration longest) {
    return concurrency - awaitAtMost(concurrency - 1, longest);
  }

  /** Waits until nothing runs; false when something still does after {@code longest}. */
  boolean awaitIdle(Duration longest) {
    return awaitAtMost(0, longest) == 0;
  }

  /** Waits for any attempt to end, when one runs, up to {@code longest}. */
  void awaitAnyEnd(Duration longest) {
    awaitAtMost(Math.max(0, count() - 1), longest);
  }

  private int awaitAtMost(int most, Duration longest) {
    long nanos = longest.toNanos();
    lock.lock();
    try {
      while (running.size() > most && nanos > 0) {
        nanos = ended.awaitNanos(nanos);
      }
      return running.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return running.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to {@code longest} for these to end; returns those that still run. */
  Set<AttemptKey> awaitEnd(Set<AttemptKey> keys, Duration longest) {
    long nanos = longest.toNanos();
    lock.lock();
    try {
      while (!Collections.disjoint(running.keySet(), keys) && nanos > 0) {
        nanos = ended.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return keys.stream().filter(keys()::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** Gives these up: they are interrupted and write no ending. */
  void drop(Collection<AttemptKey> keys) {
    drop(keys, _ -> true);
  }

  /** The same of those that are between their beginning and their end; returns which it was. */
  List<AttemptKey> dropWorking(Collection<AttemptKey> keys) {
    return drop(keys, attempt -> attempt.working);
  }

  private List<AttemptKey> drop(Collection<AttemptKey> keys, Predicate<Running> which) {
    var dropped = new ArrayList<AttemptKey>();
    lock.lock();
    try {
      for (AttemptKey key : List.copyOf(keys)) {
        Running attempt = running.get(key);
        if (attempt != null && which.test(attempt)) {
          attempt.drop();
          dropped.add(key);
        }
      }
    } finally {
      lock.unlock();
    }
    return dropped;
  }
}

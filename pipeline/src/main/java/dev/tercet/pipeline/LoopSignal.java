package dev.tercet.pipeline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets a loop rest until its interval is over, something wakes it, or it shall stop. */
public final class LoopSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private boolean stopped;

  /** Ends the next (or the present) rest early. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on no rest lasts, and {@link #isStopped} says so. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** True once {@link #stop} was called. */
  public boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Rests for {@code longest}, or until woken or stopped. An interrupt ends the rest, too, and
   * stays set.
   */
  public void rest(Duration longest) {
    long nanos = longest.toNanos();
    lock.lock();
    try {
      while (!woken && !stopped && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      woken = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until stopped, at most {@code longest}; false when that time passed before. */
  public boolean awaitStop(Duration longest) throws InterruptedException {
    long nanos = longest.toNanos();
    if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      while (!stopped && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return stopped;
    } finally {
      lock.unlock();
    }
  }
}

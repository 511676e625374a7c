package dev.tercet.storage.postgres.queue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells those of this process who wait for messages that there may be some. */
final class Arrivals {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long number;
  private long room;
  private boolean woken;

  /** How much has arrived so far; taken before a look, so that nothing is missed after it. */
  long seen() {
    lock.lock();
    try {
      return number;
    } finally {
      lock.unlock();
    }
  }

  /** There may be messages, or other queues are open. */
  void arrived() {
    lock.lock();
    try {
      number++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait that there is, or the next one. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a wait was to end, whoever began it; asking ends that. */
  boolean isWoken() {
    lock.lock();
    try {
      boolean was = woken;
      woken = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /** Whether those who wait here would take so many. */
  boolean hasRoomFor(int messages) {
    lock.lock();
    try {
      return messages <= room;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something arrives that was not seen, or somebody wakes, or the time is over.
   *
   * @param max how many messages the caller would take
   */
  void await(long seen, int max, Duration longest) {
    lock.lock();
    room += max;
    try {
      long nanos = longest.toNanos();
      while (number == seen && !woken && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for messages");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      room -= max;
      lock.unlock();
    }
  }
}

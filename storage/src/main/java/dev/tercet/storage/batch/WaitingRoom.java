package dev.tercet.storage.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Where submitted items wait for a flusher: bounded, in order of arrival, no key twice in a batch.
 */
final class WaitingRoom<I, O> {
  /** A batch is large from this part of the most items on. */
  private static final int LARGE = 4;

  private final Flush<I, O> flush;
  private final BatchLimits limits;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  /** For flushers that have nothing to write. */
  private final Condition arrived = lock.newCondition();

  /**
   * For flushers that gather more. While none is idle, an arrival wakes nobody until the batch is
   * full.
   */
  private final Condition full = lock.newCondition();

  private final Condition room = lock.newCondition();
  private final Deque<WaitingItem<I, O>> queue = new ArrayDeque<>();
  private boolean closed;
  private int idleFlushers;
  private int lastBatch;
  private long lastTaken = System.nanoTime();

  WaitingRoom(Flush<I, O> flush, BatchLimits limits, LongSupplier nanoTime) {
    this.flush = flush;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** Patience counts from here, however long it takes until there is room. */
  CompletableFuture<O> enter(I item) {
    long until = nanoTime.getAsLong() + limits.patience().toNanos();
    var waiting = new WaitingItem<>(item, until, new CompletableFuture<O>());
    lock.lock();
    try {
      while (queue.size() >= limits.waiting() && !closed) {
        room.awaitUninterruptibly();
      }
      if (closed) {
        throw new IllegalStateException("closed: nothing is written any more");
      }
      queue.addLast(waiting);
      if (idleFlushers > 0) {
        arrived.signal();
      } else if (!mayGrow()) {
        full.signal();
      }
    } finally {
      lock.unlock();
    }
    return waiting.result();
  }

  /** Blocks until there is something to write; an empty batch means closed and drained. */
  List<WaitingItem<I, O>> nextBatch() {
    lock.lock();
    try {
      do {
        while (queue.isEmpty() && !closed) {
          idleFlushers++;
          arrived.awaitUninterruptibly();
          idleFlushers--;
        }
        linger();
        // Who lingers gives the lock away, and another flusher may have taken all.
      } while (queue.isEmpty() && !closed);
      List<WaitingItem<I, O>> batch = take();
      lastBatch = batch.size();
      lastTaken = System.nanoTime();
      room.signalAll();
      if (!queue.isEmpty()) {
        arrived.signal();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * After a large batch a little patience pays: it ends when the next one is full, when nobody
   * arrived for a moment, or when the time is over. After a smaller one nobody waits, since what
   * arrives during a flush is gathered anyway.
   */
  private void linger() {
    if (lastBatch < limits.items() / LARGE) {
      return;
    }
    long end = lastTaken + limits.linger().toNanos();
    int before;
    do {
      before = queue.size();
      awaitMore(Math.min(end - System.nanoTime(), limits.lull().toNanos()));
    } while (queue.size() > before && mayGrow());
  }

  /** Waits so long, or until the batch is full. */
  private void awaitMore(long nanos) {
    long left = nanos;
    try {
      while (left > 0 && mayGrow()) {
        left = full.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean mayGrow() {
    return queue.size() < limits.items() && !closed;
  }

  private List<WaitingItem<I, O>> take() {
    List<WaitingItem<I, O>> batch = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    long bytes = 0;
    Iterator<WaitingItem<I, O>> waiting = queue.iterator();
    while (waiting.hasNext() && batch.size() < limits.items()) {
      WaitingItem<I, O> next = waiting.next();
      long more = flush.bytes(next.item());
      if (!batch.isEmpty() && bytes + more > limits.bytes()) {
        break;
      }
      Object key = flush.key(next.item());
      if (key == null || keys.add(key)) {
        batch.add(next);
        bytes += more;
        waiting.remove();
      }
    }
    return batch;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      full.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

package dev.tercet.pipeline;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How many bytes of large texts may be in progress at once in this process. Room is given in the
 * order of asking, so that a very large text is not passed by smaller ones for ever; a text that is
 * larger than everything waits until no other large one is there.
 */
public final class TextBudget {
  private final long all;
  private final int mostWaiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Share> waiting = new ArrayDeque<>();
  private long free;

  /**
   * With nothing in progress.
   *
   * @param mostWaiting texts that may wait; each holds one of the worker's attempts, which small
   *     documents need, too
   */
  public TextBudget(long bytes, int mostWaiting) {
    all = bytes;
    free = bytes;
    this.mostWaiting = mostWaiting;
  }

  /** So many texts wait already that this one had better come again later. */
  public static final class NoRoomException extends RuntimeException {
    NoRoomException(long bytes) {
      super("a text of " + bytes + " bytes, while others wait for memory already");
    }
  }

  /** A share that has nothing yet. */
  public Share nothing() {
    return new Share();
  }

  /** Room for one text, given back when it is closed. */
  public final class Share implements AutoCloseable {
    private long held;

    private Share() {}

    /**
     * Waits for room, once.
     *
     * @param bytes of the text in UTF-8
     * @param every how often {@code goesOn} is asked meanwhile
     * @return false when {@code goesOn} said no; then there is no room
     * @throws NoRoomException when too many wait already
     * @throws AbandonedException when the attempt is dropped meanwhile
     */
    public boolean await(long bytes, Duration every, BooleanSupplier goesOn) {
      long wanted = Math.min(all, bytes);
      enter(wanted, bytes);
      boolean given = held > 0;
      try {
        while (!given && goesOn.getAsBoolean()) {
          given = takeInTurn(wanted, every);
        }
        return given;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AbandonedException("interrupted while it waited for memory", e);
      } finally {
        leave();
      }
    }

    private void enter(long wanted, long bytes) {
      lock.lock();
      try {
        if (waiting.isEmpty() && free >= wanted) {
          take(wanted);
        } else if (waiting.size() < mostWaiting) {
          waiting.add(this);
        } else {
          throw new NoRoomException(bytes);
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean takeInTurn(long wanted, Duration longest) throws InterruptedException {
      long nanos = longest.toNanos();
      lock.lockInterruptibly();
      try {
        while ((waiting.peek() != this || free < wanted) && nanos > 0) {
          nanos = changed.awaitNanos(nanos);
        }
        boolean given = waiting.peek() == this && free >= wanted;
        if (given) {
          take(wanted);
        }
        return given;
      } finally {
        lock.unlock();
      }
    }

    private void take(long wanted) {
      free -= wanted;
      held = wanted;
    }

    private void leave() {
      lock.lock();
      try {
        waiting.remove(this);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        free += held;
        held = 0;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}

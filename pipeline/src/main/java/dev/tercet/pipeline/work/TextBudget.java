package dev.tercet.pipeline.work;

import dev.tercet.pipeline.Together.AbandonedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of large texts may be in progress at once in this process. Room is given in the
 * order of asking; a text that is larger than everything waits until it is alone.
 */
final class TextBudget {
  private static final int UNIT = 1 << 10;

  private final int all;
  private final Semaphore units;

  TextBudget(long bytes) {
    all = Math.toIntExact(Math.max(1, bytes / UNIT));
    units = new Semaphore(all, true);
  }

  /** Room for one text, given back when it is closed. */
  final class Share implements AutoCloseable {
    private int held;

    private Share() {}

    /**
     * Waits for room, once.
     *
     * @param bytes of the text in UTF-8
     * @param every how often {@code waiting} runs meanwhile
     * @throws AbandonedException when the attempt is dropped meanwhile
     */
    void await(long bytes, Duration every, Runnable waiting) {
      int wanted = (int) Math.min(all, (bytes + UNIT - 1) / UNIT);
      try {
        while (!units.tryAcquire(wanted, every.toMillis(), TimeUnit.MILLISECONDS)) {
          waiting.run();
        }
        held = wanted;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AbandonedException("interrupted while it waited for memory", e);
      }
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }

  /** A share that has nothing yet. */
  Share nothing() {
    return new Share();
  }
}

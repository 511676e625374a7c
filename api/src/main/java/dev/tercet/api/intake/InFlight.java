package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of request bodies may be in memory at once; those that have arrived count, and no
 * others.
 */
public final class InFlight {
  private static final int UNIT = 1 << 10;
  private static final int RETRY_SECONDS = 1;

  private final Semaphore units;
  private final SpoolFolder spool;

  /** Up to {@code bytes} in memory, the rest in {@code spool}. */
  public InFlight(long bytes, SpoolFolder spool) {
    units = new Semaphore(units(bytes));
    this.spool = spool;
  }

  /** Where that is kept which memory has no room for. */
  public SpoolFolder spool() {
    return spool;
  }

  /** A reservation of nothing, to grow. */
  public Share none() {
    return new Share(0);
  }

  /** Bytes that could be reserved now. */
  public long free() {
    return (long) units.availablePermits() * UNIT;
  }

  private static int units(long bytes) {
    return Math.toIntExact((bytes + UNIT - 1) / UNIT);
  }

  private static RuntimeException refusal() {
    return Problem.later(
            ProblemCode.BODIES_IN_FLIGHT,
            "more bodies are being worked on than fit into memory; nothing of this one was taken",
            RETRY_SECONDS)
        .refusal();
  }

  /** A reservation; closing it gives everything back. */
  public final class Share implements AutoCloseable {
    private int held;

    private Share(int held) {
      this.held = held;
    }

    /** Makes the reservation cover {@code bytes} if they are free; false leaves it as it is. */
    public boolean tryGrowTo(long bytes) {
      int more = units(bytes) - held;
      if (more > 0) {
        if (!units.tryAcquire(more)) {
          return false;
        }
        held += more;
      }
      return true;
    }

    /**
     * As {@link #tryGrowTo}, waiting up to {@code patience} for others to finish; then it refuses.
     */
    public void awaitGrowthTo(long bytes, Duration patience) {
      int more = units(bytes) - held;
      if (more <= 0) {
        return;
      }
      try {
        if (units.tryAcquire(more, patience.toMillis(), TimeUnit.MILLISECONDS)) {
          held += more;
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw refusal();
    }

    /** Gives back what goes beyond {@code bytes}. */
    void shrinkTo(long bytes) {
      int less = held - units(bytes);
      if (less > 0) {
        held -= less;
        units.release(less);
      }
    }

    /** The whole reservation in other hands; this one is empty. */
    Share moved() {
      var moved = new Share(held);
      held = 0;
      return moved;
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }
}

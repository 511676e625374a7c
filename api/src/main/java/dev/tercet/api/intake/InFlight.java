package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of request bodies may be in memory at once. Every byte is reserved before it is
 * read.
 */
public final class InFlight {
  private static final int UNIT = 1 << 10;
  private static final int RETRY_SECONDS = 1;

  private final Semaphore units;

  public InFlight(long bytes) {
    units = new Semaphore(units(bytes));
  }

  /** Reserves, or refuses at once. */
  public Share reserve(long bytes) {
    int wanted = units(bytes);
    if (!units.tryAcquire(wanted)) {
      throw refusal();
    }
    return new Share(wanted);
  }

  /** Reserves, waiting up to {@code patience} for others to finish, or refuses. */
  public Share await(long bytes, Duration patience) {
    int wanted = units(bytes);
    try {
      if (units.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Share(wanted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw refusal();
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
            "more bodies are being read than fit into memory; nothing of this one was taken",
            RETRY_SECONDS)
        .refusal();
  }

  /** A reservation; closing it gives everything back. */
  public final class Share implements AutoCloseable {
    private int held;

    private Share(int held) {
      this.held = held;
    }

    /** Makes the reservation cover {@code bytes}, or refuses and leaves it as it is. */
    public void growTo(long bytes) {
      int more = units(bytes) - held;
      if (more > 0) {
        if (!units.tryAcquire(more)) {
          throw refusal();
        }
        held += more;
      }
    }

    /** As {@link #growTo}, waiting up to {@code patience}. */
    public void awaitGrowthTo(long bytes, Duration patience) {
      int more = units(bytes) - held;
      if (more > 0) {
        held += await((long) more * UNIT, patience).held;
      }
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }
}

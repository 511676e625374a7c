package dev.tercet.api.wiring;

import dev.tercet.saga.time.Clocks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Shows the wall clock's time of its own beginning, and from then on only what has passed by {@link
 * System#nanoTime}: whoever steps the wall clock changes no duration and no deadline. On Linux it
 * stands still while the machine is suspended (CLOCK_MONOTONIC), as everything does that is
 * measured by it. It is never shown: after a step the wall shows another time.
 */
public final class SteadyClock implements InstantSource {
  private final Instant beginning;
  private final LongSupplier nanoTime;
  private final long first;

  SteadyClock(InstantSource wall, LongSupplier nanoTime) {
    beginning = wall.instant();
    this.nanoTime = nanoTime;
    first = nanoTime.getAsLong();
  }

  /** The clocks of a process whose wall clock is this one. */
  public static Clocks beside(InstantSource wall) {
    return new Clocks(wall, new SteadyClock(wall, System::nanoTime));
  }

  @Override
  public Instant instant() {
    return beginning.plusNanos(nanoTime.getAsLong() - first);
  }
}

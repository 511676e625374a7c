package dev.tercet.saga.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A time in which nothing new is begun, never longer than its bound. */
public final class Cooldown {
  private final InstantSource clock;
  private final Duration longest;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

  /** None has begun; {@code clock} is a steady one. */
  public Cooldown(InstantSource clock, Duration longest) {
    this.clock = clock;
    this.longest = longest;
  }

  /** From now on it lasts that long at least, within its bound. */
  public void extend(Duration atLeast) {
    Instant end = clock.instant().plus(atLeast.compareTo(longest) > 0 ? longest : atLeast);
    until.accumulateAndGet(end, (old, next) -> next.isAfter(old) ? next : old);
  }

  /** How long it still lasts; zero when it is over. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), until.get());
    return left.isNegative() ? Duration.ZERO : left;
  }
}

package dev.tercet.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A time in which nothing new is begun, never longer than its bound. It goes by a clock that people
 * may put back, which ends it: it would else last as long as that.
 */
public final class Cooldown {
  private final InstantSource clock;
  private final Duration longest;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

  /** None has begun. */
  public Cooldown(InstantSource clock, Duration longest) {
    this.clock = clock;
    this.longest = longest;
  }

  /** From now on it lasts that long at least, within its bound. */
  public void extend(Duration atLeast) {
    Instant now = clock.instant();
    Instant latest = now.plus(longest);
    Instant end = atLeast.compareTo(longest) > 0 ? latest : now.plus(atLeast);
    until.accumulateAndGet(
        end, (old, next) -> next.isAfter(old) || old.isAfter(latest) ? next : old);
  }

  /** How long it still lasts; zero when it is over. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), until.get());
    boolean wentBack = left.compareTo(longest) > 0;
    return left.isNegative() || wentBack ? Duration.ZERO : left;
  }
}

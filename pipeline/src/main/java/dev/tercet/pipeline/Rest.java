package dev.tercet.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps a worker from taking work that can only wait: while a store or the provider is away it
 * rests, and then takes one extraction to see, until one ends otherwise.
 */
public final class Rest {
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);
  private final AtomicInteger waits = new AtomicInteger();

  public Rest(InstantSource clock) {
    this.clock = clock;
  }

  /** An attempt could only wait, and had better not be made again before that long. */
  public void waited(Duration notBefore) {
    int inARow = Math.min(4, waits.getAndIncrement());
    Duration least = SHORTEST.multipliedBy(1L << inARow);
    Duration wanted = notBefore.compareTo(least) > 0 ? notBefore : least;
    Instant latest = clock.instant().plus(LONGEST);
    Instant end = wanted.compareTo(LONGEST) > 0 ? latest : clock.instant().plus(wanted);
    until.accumulateAndGet(
        end, (old, next) -> next.isAfter(old) || old.isAfter(latest) ? next : old);
  }

  /** An attempt ended otherwise: everything it needed is there. */
  public void worked() {
    waits.set(0);
  }

  /**
   * How long no work should be taken; zero when it may. A clock that went back ends a rest, which
   * would else last as long as that.
   */
  public Duration remaining() {
    Instant now = clock.instant();
    Duration left = Duration.between(now, until.get());
    boolean wentBack = left.compareTo(LONGEST) > 0;
    return left.isNegative() || wentBack ? Duration.ZERO : left;
  }

  /** Whether only one extraction should be taken, to see. */
  public boolean isProbing() {
    return waits.get() > 0;
  }
}

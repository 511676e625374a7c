package dev.tercet.pipeline;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a random delay up to a bound that doubles with every try,
 * so that what failed together does not return together (AWS Architecture Blog, "Exponential
 * Backoff And Jitter", 2015).
 */
public final class Backoff {
  private final Duration base;
  private final Duration max;
  private final RandomGenerator random;

  public Backoff(Duration base, Duration max, RandomGenerator random) {
    this.base = base;
    this.max = max;
    this.random = random;
  }

  /** The bound of the delay after the {@code tries}-th try in a row, from 1. */
  public Duration bound(int tries) {
    double factor = Math.pow(2, Math.min(62, Math.max(0, tries - 1)));
    double nanos = Math.min(base.toNanos() * factor, (double) max.toNanos());
    return Duration.ofNanos((long) nanos);
  }

  /** A delay from 0 up to {@link #bound}, both included. */
  public Duration delay(int tries) {
    return Duration.ofNanos(random.nextLong(bound(tries).toNanos() + 1));
  }
}

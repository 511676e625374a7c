package dev.tercet.saga.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff: a bound that doubles with every try in a row. Attempts wait by it, and so do
 * loops, writes and retention ({@code docs/recipes.md} lists who); each brings bounds of its own.
 *
 * @param base the bound after the first try
 * @param max the longest one
 */
public record Backoff(Duration base, Duration max) {
  /** The bound of the delay after the {@code tries}-th try in a row, from 1. */
  public Duration bound(int tries) {
    double factor = Math.pow(2, Math.clamp(tries - 1, 0, 62));
    double nanos = Math.min(base.toNanos() * factor, (double) max.toNanos());
    return Duration.ofNanos((long) nanos);
  }

  /**
   * A delay from 0 up to {@link #bound}, both included, so that what failed together does not
   * return together ("full jitter": AWS Architecture Blog, "Exponential Backoff And Jitter", 2015).
   */
  public Duration jittered(int tries, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(bound(tries).toNanos() + 1));
  }
}

package dev.tercet.pipeline.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A token bucket: so much a minute, with a burst after idleness. What is taken beyond the bucket is
 * owed, and whoever comes next waits until it is paid.
 */
final class RateLimit {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final double perNano;
  private final double capacity;
  private final InstantSource clock;
  private double level;
  private Instant filledAt;

  /**
   * A full bucket.
   *
   * @param perMinute how much flows in
   * @param burst how much of the rate the bucket holds; it always holds at least 1
   */
  RateLimit(long perMinute, Duration burst, InstantSource clock) {
    perNano = (double) perMinute / NANOS_PER_MINUTE;
    capacity = Math.max(1, perNano * (double) burst.toNanos());
    this.clock = clock;
    level = capacity;
    filledAt = clock.instant();
  }

  /**
   * Takes {@code amount} if it is there after at most {@code longest}, and returns how long the
   * caller must wait before using it; takes nothing and returns that time when it is longer.
   */
  synchronized Duration take(double amount, Duration longest) {
    Duration wait = waitFor(amount);
    if (wait.compareTo(longest) <= 0) {
      level -= amount;
    }
    return wait;
  }

  /** Puts back what was taken and not used. */
  synchronized void giveBack(double amount) {
    fill();
    level = Math.min(capacity, level + amount);
  }

  /** Takes what was used already, whatever the level. */
  synchronized void owe(double amount) {
    fill();
    level -= amount;
  }

  /** The time until {@code amount} is there. */
  synchronized Duration waitFor(double amount) {
    fill();
    double missing = Math.min(amount, capacity) - level;
    return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing / perNano));
  }

  private void fill() {
    Instant now = clock.instant();
    double passed = (double) Duration.between(filledAt, now).toNanos();
    level = Math.min(capacity, level + passed * perNano);
    filledAt = now;
  }
}

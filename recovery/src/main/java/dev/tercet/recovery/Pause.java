package dev.tercet.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time in which something is not done again, measured by a steady clock; over at first. */
final class Pause {
  private final InstantSource steady;
  private final Duration length;
  private volatile Instant end = Instant.EPOCH;

  Pause(InstantSource steady, Duration length) {
    this.steady = steady;
    this.length = length;
  }

  /** It begins now, whether another one is over or not. */
  void begin() {
    end = steady.instant().plus(length);
  }

  boolean isOver() {
    return left().isZero();
  }

  /** Zero when it is over. */
  Duration left() {
    Duration left = Duration.between(steady.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}

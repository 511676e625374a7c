package dev.tercet.acceptance.proof.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of one process' machine, which somebody steps; the stores have their own. */
public final class WallClock implements InstantSource {
  private final InstantSource right;
  private volatile Duration ahead = Duration.ZERO;

  WallClock(InstantSource right) {
    this.right = right;
  }

  @Override
  public Instant instant() {
    return right.instant().plus(ahead);
  }

  /** From now on it shows that much more than before. */
  public void step(Duration by) {
    ahead = ahead.plus(by);
  }
}

package dev.tercet.pipeline.provider;

import java.time.Instant;

/**
 * As many calls as configured, fewer after the provider was overrun, and slowly more again
 * (additive increase, multiplicative decrease; Chiu and Jain, 1989). How long calls take plays no
 * part.
 */
final class FailureLimit implements LimitRule {
  private final int most;
  private int limit;
  private int answers;

  FailureLimit(int most) {
    this.most = most;
    limit = most;
  }

  @Override
  public int limit() {
    return limit;
  }

  /** A whole round of answers raises the limit by one. */
  @Override
  public void answered(long nanos, int underWay, Instant now) {
    answers++;
    if (answers >= limit && limit < most) {
      answers = 0;
      limit++;
    }
  }

  @Override
  public void overrun(Instant now) {
    limit = LimitRule.lowered(limit);
    answers = 0;
  }
}

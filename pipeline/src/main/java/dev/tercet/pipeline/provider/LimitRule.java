package dev.tercet.pipeline.provider;

import java.time.Instant;

/** By what a limit of calls at once changes. Not thread-safe: {@link CallLimit} asks one by one. */
interface LimitRule {
  /** The limit now, at least 1. */
  int limit();

  /**
   * A call was answered.
   *
   * @param nanos that it took
   * @param underWay how many calls the provider had at the same time, this one included
   */
  void answered(long nanos, int underWay, Instant now);

  /** The provider was overrun: it refused a call for that, or gave none an answer. */
  void overrun(Instant now);

  /** A third less, but never nothing. */
  static int lowered(int limit) {
    return Math.max(1, limit - Math.max(1, limit / 3));
  }
}

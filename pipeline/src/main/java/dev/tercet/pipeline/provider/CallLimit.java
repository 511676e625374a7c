package dev.tercet.pipeline.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * How many calls a provider gets at once: at most as many as configured, fewer after it asked for
 * less or did not answer, and slowly more again (additive increase, multiplicative decrease; Chiu
 * and Jain, 1989). First come, first served.
 */
final class CallLimit extends Semaphore {
  /** Calls that were under way together fail together, and count once. */
  private static final Duration ONE_OVERRUN = Duration.ofSeconds(1);

  private final int most;
  private final InstantSource clock;
  private int limit;
  private int successes;
  private Instant loweredAt = Instant.EPOCH;

  CallLimit(int most, InstantSource clock) {
    super(most, true);
    this.most = most;
    this.clock = clock;
    limit = most;
  }

  /** A call went well; a whole round of them raises the limit by one. */
  synchronized void wentWell() {
    successes++;
    if (successes >= limit && limit < most) {
      successes = 0;
      limit++;
      release();
    }
  }

  /** The provider was overrun: a third less. */
  synchronized void overrun() {
    Instant now = clock.instant();
    if (now.isBefore(loweredAt.plus(ONE_OVERRUN))) {
      return;
    }
    loweredAt = now;
    int fewer = limit == 1 ? 0 : Math.max(1, limit / 3);
    limit -= fewer;
    successes = 0;
    reducePermits(fewer);
  }

  /** How many calls are under way or waiting for their turn. */
  synchronized int busy() {
    return limit - availablePermits() + getQueueLength();
  }

  /** The limit now. */
  synchronized int limit() {
    return limit;
  }
}

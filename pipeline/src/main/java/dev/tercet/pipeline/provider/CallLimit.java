package dev.tercet.pipeline.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * How many calls a provider gets at once: as many as a rule says, which learns from every call that
 * ends. First come, first served.
 */
final class CallLimit extends Semaphore {
  /** Calls that were under way together fail together, and count once. */
  private static final Duration ONE_OVERRUN = Duration.ofSeconds(1);

  private final LimitRule rule;
  private final InstantSource clock;
  private int limit;
  private int idle;
  private Instant loweredAt = Instant.EPOCH;

  CallLimit(LimitRule rule, InstantSource clock) {
    super(rule.limit(), true);
    this.rule = rule;
    this.clock = clock;
    limit = rule.limit();
  }

  /** A call went well after {@code took}. */
  synchronized void wentWell(Duration took) {
    rule.answered(took.toNanos(), limit - availablePermits() - idle, clock.instant());
    follow();
  }

  /** The provider was overrun. */
  synchronized void overrun() {
    Instant now = clock.instant();
    if (now.isBefore(loweredAt.plus(ONE_OVERRUN))) {
      return;
    }
    loweredAt = now;
    rule.overrun(now);
    follow();
  }

  /** Does something while whoever was let in does not call yet. */
  void whileIdle(Runnable pause) {
    idle(1);
    try {
      pause.run();
    } finally {
      idle(-1);
    }
  }

  private synchronized void idle(int more) {
    idle += more;
  }

  private void follow() {
    int now = rule.limit();
    if (now > limit) {
      release(now - limit);
    } else {
      reducePermits(limit - now);
    }
    limit = now;
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

package dev.tercet.testkit;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Draws UUIDv7 that grow with every call, so that a page's order is known beforehand. */
public final class TimeOrderedIds {
  private static final AtomicLong DRAWN = new AtomicLong();
  private static final AtomicLong LATEST = new AtomicLong();

  private TimeOrderedIds() {}

  public static UUID next(Instant now) {
    long milliseconds = LATEST.accumulateAndGet(now.toEpochMilli(), Math::max);
    return new UUID(milliseconds << 16 | 0x7000L, 0x8000000000000000L | DRAWN.incrementAndGet());
  }
}

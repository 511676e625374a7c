package dev.tercet.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it; plays the database's clock, too. */
public final class SettableClock implements InstantSource {
  private final AtomicReference<Instant> now;

  public SettableClock(Instant start) {
    now = new AtomicReference<Instant>(start);
  }

  /** Starts on 22 November 2026 at noon, UTC. */
  public SettableClock() {
    this(Instant.parse("2026-11-22T12:00:00Z"));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock forward, and tells what it shows then. */
  public Instant advance(Duration step) {
    return now.updateAndGet(instant -> instant.plus(step));
  }

  /** Puts the clock to {@code instant}, which may lie in the past (a restored machine). */
  public void set(Instant instant) {
    now.set(instant);
  }
}

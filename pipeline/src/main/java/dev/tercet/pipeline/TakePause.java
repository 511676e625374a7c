package dev.tercet.pipeline;

import dev.tercet.saga.time.Backoff;
import dev.tercet.saga.time.Cooldown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a worker from taking work that can only wait: while a store or the provider is away it
 * rests, and then takes one extraction to see, until one ends otherwise.
 */
public final class TakePause {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(4));
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Cooldown cooldown;
  private final AtomicInteger waits = new AtomicInteger();

  public TakePause(InstantSource clock) {
    cooldown = new Cooldown(clock, LONGEST);
  }

  /** An attempt could only wait, and had better not be made again before that long. */
  public void waited(Duration notBefore) {
    Duration least = BACKOFF.bound(waits.incrementAndGet());
    cooldown.extend(notBefore.compareTo(least) > 0 ? notBefore : least);
  }

  /** An attempt ended otherwise: everything it needed is there. */
  public void worked() {
    waits.set(0);
  }

  /** How long no work should be taken; zero when it may. */
  public Duration remaining() {
    return cooldown.remaining();
  }

  /** Whether only one extraction should be taken, to see. */
  public boolean isProbing() {
    return waits.get() > 0;
  }
}

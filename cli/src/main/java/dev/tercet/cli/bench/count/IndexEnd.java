package dev.tercet.cli.bench.count;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for the moment from which on a vector store has nothing left to index. */
public final class IndexEnd {
  /** After it nobody waits any more. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** A store is green for a moment, too, between a write and the optimizer that the write wakes. */
  static final Duration STEADY = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Look store;
  private final LongSupplier nanoTime;
  private final Predicate<Duration> rest;

  /** The store that is looked at. */
  public interface Look {
    /** Whether its optimizers are idle. */
    boolean isGreen() throws InterruptedException;

    /** Milliseconds of its process on a processor so far; empty where nobody tells. */
    OptionalDouble cpuMillis();
  }

  /**
   * The first moment of the time in which it had nothing to index.
   *
   * @param atNanos of {@link System#nanoTime}
   * @param cpuMillis of its process up to then
   */
  public record Ended(long atNanos, OptionalDouble cpuMillis) {}

  /**
   * Waits with this clock.
   *
   * @param rest so long between looks; false to wait no longer
   */
  public IndexEnd(Look store, LongSupplier nanoTime, Predicate<Duration> rest) {
    this.store = store;
    this.nanoTime = nanoTime;
    this.rest = rest;
  }

  /** That moment; empty when it does not come within {@link #LONGEST} of {@code fromNanos}. */
  public Optional<Ended> await(long fromNanos) throws InterruptedException {
    @Nullable Ended since = null;
    do {
      long now = nanoTime.getAsLong();
      if (!store.isGreen()) {
        since = null;
      } else if (since == null) {
        since = new Ended(now, store.cpuMillis());
      } else if (now - since.atNanos() >= STEADY.toNanos()) {
        return Optional.of(since);
      }
    } while (rest.test(LOOK) && nanoTime.getAsLong() - fromNanos < LONGEST.toNanos());
    return Optional.empty();
  }
}

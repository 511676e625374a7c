package dev.tercet.pipeline.model;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * How many of a worker's attempts one provider may hold, so that one that is slow or silent leaves
 * room for the others. Who finds no place comes back about when it is his turn: they are put in a
 * line in which they follow each other twice as fast as attempts have ended lately.
 */
public final class ProviderShare {
  /** Between two ends, as long as none is known. */
  private static final double FIRST_GAP_NANOS = 50e6;

  private static final double LONGEST_GAP_NANOS = 300e9;
  private static final double WEIGHT_OF_NEWEST = 0.05;

  /** The line is not longer; who comes back too early is put at its end again. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final int least;
  private final int most;
  private final IntSupplier calls;
  private final InstantSource clock;
  private int held;
  private double gapNanos = FIRST_GAP_NANOS;
  private int ends;

  /** Since when some attempt has been under way, and none has ended. */
  private Instant busySince;

  private Instant lastTurn;

  private ProviderShare(int least, int most, IntSupplier calls, InstantSource clock) {
    this.least = least;
    this.most = most;
    this.calls = calls;
    this.clock = clock;
    busySince = clock.instant();
    lastTurn = busySince;
  }

  /** All of the worker, for the only provider. */
  public static ProviderShare whole(InstantSource clock) {
    return new ProviderShare(Integer.MAX_VALUE, Integer.MAX_VALUE, () -> 0, clock);
  }

  /**
   * That of one among several: its equal part at least, and twice as many as it takes calls where
   * that is more, but so that all others together leave the last one half of its equal part.
   *
   * @param concurrency attempts of the worker, at least 1; fewer than there are providers cannot be
   *     shared, and each may hold one
   * @param providers among which it is shared, at least 2
   * @param calls how many the provider takes at once now
   * @param clock a steady one
   */
  public static ProviderShare amongOthers(
      int concurrency, int providers, IntSupplier calls, InstantSource clock) {
    int equal = Math.max(1, concurrency / providers);
    int most = Math.max(1, (concurrency - Math.max(1, equal / 2)) / (providers - 1));
    return new ProviderShare(Math.min(equal, most), most, calls, clock);
  }

  private int places() {
    return Math.clamp(2L * calls.getAsInt(), least, most);
  }

  /** Takes a place, if there is one; it needs exactly one {@link #leave} then. */
  public synchronized boolean enter() {
    if (held >= places()) {
      return false;
    }
    if (held == 0) {
      busySince = clock.instant();
    }
    held++;
    return true;
  }

  /**
   * Gives the place back: an attempt has ended.
   *
   * @param worked whether it was not only put back: from that is learnt how fast attempts end, when
   *     the provider has as many as it takes
   */
  public synchronized void leave(boolean worked) {
    if (worked) {
      Instant now = clock.instant();
      int atOnce = Math.max(1, calls.getAsInt());
      double busy = (double) Math.min(held, atOnce) / atOnce;
      double gap = (double) Duration.between(busySince, now).toNanos() * busy;
      ends++;
      gapNanos +=
          Math.max(WEIGHT_OF_NEWEST, 1.0 / ends) * (Math.min(LONGEST_GAP_NANOS, gap) - gapNanos);
      busySince = now;
    }
    held--;
  }

  /** How many more find a place. */
  public synchronized int free() {
    return Math.max(0, places() - held);
  }

  /** Whether nobody else finds a place. */
  public synchronized boolean isFull() {
    return held >= places();
  }

  /** How long until it is the turn of somebody who found no place. */
  public synchronized Duration nextTurn() {
    Instant now = clock.instant();
    Instant from = lastTurn.isAfter(now) ? lastTurn : now;
    Instant turn = from.plusNanos((long) (gapNanos / 2));
    Instant latest = now.plus(LONGEST);
    lastTurn = turn.isAfter(latest) ? latest : turn;
    return Duration.between(now, lastTurn);
  }
}

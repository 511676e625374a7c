package dev.tercet.storage.postgres.rate;

import dev.tercet.saga.port.CallRates.Left;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rate of one provider at one moment: a bucket that fills, what each half second was given, and
 * what the provider said is left. All times are in microseconds.
 */
final class RateBucket {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long SLOT = SECOND / 2;

  /** A call arrives after its turn: the provider's minute ends that much later. */
  private static final long GONE = MINUTE + SECOND;

  private final long now;
  private final double rate;
  private final double holds;
  private final double most;
  private double level;
  private double left;
  private double fills;
  private long until;

  /** The number of the first slot; each of the list is of the next one. */
  private long from;

  private final List<Double> given;

  private RateBucket(long perMinute, Duration burst, long now) {
    this.now = now;
    rate = (double) perMinute / (double) MINUTE;
    holds = Math.max(1, rate * micros(burst));
    most = Math.max((double) perMinute, holds);
    level = holds;
    from = slot(now - GONE);
    given = new ArrayList<>();
  }

  /**
   * The bucket as it is now. After a long silence nothing counts that was given or heard, nor when
   * the clock was put back by more than a second; the level stays.
   *
   * @param kept what {@link #text} said, null for a full one
   * @param at when that was
   */
  static RateBucket of(long perMinute, Duration burst, @Nullable String kept, long at, long now) {
    var bucket = new RateBucket(perMinute, burst, now);
    if (kept != null) {
      bucket.read(kept.split(" ", -1), at);
    }
    return bucket;
  }

  private void read(String[] kept, long at) {
    double passed = (double) Math.max(0, now - at);
    level = Math.min(holds, Double.parseDouble(kept[0]) + passed * rate);
    if (at > now + SECOND || now > at + 3 * MINUTE) {
      return;
    }
    until = Long.parseLong(kept[3]);
    if (isHeard()) {
      fills = Double.parseDouble(kept[2]);
      left = Double.parseDouble(kept[1]) + passed * fills;
    }
    from = Long.parseLong(kept[4]);
    for (int i = 5; i < kept.length; i++) {
      given.add(Double.valueOf(kept[i]));
    }
  }

  /** What is kept of it. */
  String text() {
    return Stream.concat(Stream.of(level, left, fills, until, from), given.stream())
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  /** Whether the provider's own figure holds; what is far ahead was heard by another clock. */
  private boolean isHeard() {
    return until > now && until <= now + 2 * MINUTE;
  }

  /** When so much may be used. */
  long turn(double amount) {
    double wanted = Math.min(amount, holds);
    long time = now + waiting(wanted - level, rate);
    if (isHeard() && wanted > left) {
      long there = fills > 0 ? now + waiting(wanted - left, fills) : until;
      time = Math.max(time, Math.min(there, until));
    }
    // Not before the last turn that could come only because a slot had gone by then.
    time = Math.max(time, from * SLOT + GONE);
    sweep(time);
    while (sum() > 0 && sum() + amount > most && from <= slot(now + 2 * MINUTE)) {
      time = Math.max(time, (from + 1) * SLOT + GONE);
      sweep(time);
    }
    return time;
  }

  private static long waiting(double missing, double perMicrosecond) {
    return missing <= 0 ? 0 : (long) Math.ceil(missing / perMicrosecond);
  }

  /** So much is used then, or given back when it is negative. */
  void use(double amount, long time) {
    count(amount, time);
    if (isHeard()) {
      left -= amount;
    }
  }

  /** So much more was used, which what was heard has in it. */
  void settle(double amount) {
    count(amount, now);
  }

  private void count(double amount, long time) {
    sweep(time);
    // One absurd count must not stop all calls for days: a debt is ten minutes' worth at most.
    level = Math.max(-10 * most, Math.min(holds, level - amount));
    int index = Math.toIntExact(Math.max(0, slot(time) - from));
    while (given.size() <= index) {
      given.add(0.0);
    }
    given.set(index, given.get(index) + amount);
  }

  /**
   * The provider says what is left, less what it may not know of: all that was given since the call
   * began.
   *
   * @param known of that, which the provider knows
   */
  void hear(Left told, long known, Duration took) {
    long begin = slot(now - Math.min(Math.round(micros(took)), MINUTE));
    double since = (double) -known;
    for (int i = 0; i < given.size(); i++) {
      since += from + i >= begin ? given.get(i) : 0;
    }
    double whole = told.limit() > 0 ? (double) told.limit() : rate * (double) MINUTE;
    double used = Math.max(0, whole - (double) told.remaining());
    double reset = micros(told.reset());
    // A bucket of the provider's fills all the time; what comes sooner than that comes at once.
    boolean isBucket = used == 0 || reset >= 0.9 * used * (double) MINUTE / whole;
    fills = isBucket ? Math.min(used == 0 ? rate : used / reset, rate) : 0;
    left = (double) told.remaining() - Math.max(0, since);
    until = now + (long) Math.min(reset, (double) MINUTE);
  }

  /** Forgets the slots whose minute has ended by then. */
  private void sweep(long time) {
    while ((from + 1) * SLOT + GONE <= time) {
      if (!given.isEmpty()) {
        given.removeFirst();
      }
      from++;
    }
  }

  private double sum() {
    return given.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static long slot(long time) {
    return Math.floorDiv(time, SLOT);
  }

  private static double micros(Duration duration) {
    return (double) duration.toSeconds() * (double) SECOND + duration.toNanosPart() / 1_000.0;
  }
}

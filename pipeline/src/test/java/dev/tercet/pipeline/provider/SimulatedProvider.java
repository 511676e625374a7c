package dev.tercet.pipeline.provider;

import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;

/**
 * A provider that answers so many calls at once, and somebody who always has more to ask: a call is
 * made as soon as a permit is free. Time passes from one answer to the next.
 */
final class SimulatedProvider {
  private final SettableClock clock;
  private final Random random = new Random(7);
  private final PriorityQueue<Call> underWay =
      new PriorityQueue<>(Comparator.comparing(Call::end).thenComparingLong(Call::number));
  private final Crowd crowd;
  private final double spread;
  private long nanos;
  private int capacity;
  private long numbers;
  private Instant[] freeAt = {};

  /** What happens to calls beyond the capacity. */
  enum Crowd {
    /** They wait for their turn. */
    QUEUE,
    /** All calls become slower, so that as many are answered as before. */
    SLOWS,
    /** All calls become slower, so that fewer are answered than before. */
    SUFFERS
  }

  private record Call(long number, Instant begin, Instant end) {}

  /** What came of a time: the limit on average, and answers a second. */
  record Seen(double limit, double rate) {}

  /**
   * @param capacity calls that are answered at once
   * @param usual how long a call takes on average
   * @param spread the standard deviation of that, by the average (of a log-normal distribution)
   */
  SimulatedProvider(SettableClock clock, Crowd crowd, int capacity, Duration usual, double spread) {
    this.clock = clock;
    this.crowd = crowd;
    this.capacity = capacity;
    this.spread = spread;
    nanos = usual.toNanos();
  }

  void becomes(int newCapacity, Duration usual) {
    capacity = newCapacity;
    nanos = usual.toNanos();
  }

  /** Who asks. */
  interface Caller {
    Semaphore permits();

    IntSupplier limit();

    void answered(Duration took);
  }

  /** Lets time pass. */
  Seen pass(Duration time, Caller caller) {
    Instant begin = clock.instant();
    Instant end = begin.plus(time);
    double area = 0;
    long answers = 0;
    while (clock.instant().isBefore(end)) {
      while (caller.permits().tryAcquire()) {
        underWay.add(next());
      }
      Call call = underWay.remove();
      Instant now = call.end();
      area += caller.limit().getAsInt() * seconds(Duration.between(clock.instant(), now));
      clock.set(now);
      caller.answered(Duration.between(call.begin(), now));
      caller.permits().release();
      answers++;
    }
    double passed = seconds(Duration.between(begin, clock.instant()));
    return new Seen(area / passed, answers / passed);
  }

  private Call next() {
    Instant now = clock.instant();
    double factor = Math.max(1, (underWay.size() + 1.0) / capacity);
    Instant end =
        switch (crowd) {
          case QUEUE -> queued(now);
          case SLOWS -> now.plusNanos((long) (drawn() * factor));
          case SUFFERS -> now.plusNanos((long) (drawn() * Math.pow(factor, 1.5)));
        };
    return new Call(numbers++, now, end);
  }

  private Instant queued(Instant now) {
    if (freeAt.length != capacity) {
      freeAt = new Instant[capacity];
      Arrays.fill(freeAt, now);
    }
    int first = 0;
    for (int server = 1; server < capacity; server++) {
      first = freeAt[server].isBefore(freeAt[first]) ? server : first;
    }
    Instant begin = freeAt[first].isAfter(now) ? freeAt[first] : now;
    freeAt[first] = begin.plusNanos((long) drawn());
    return freeAt[first];
  }

  private double drawn() {
    double variance = Math.log(1 + spread * spread);
    return nanos * Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}

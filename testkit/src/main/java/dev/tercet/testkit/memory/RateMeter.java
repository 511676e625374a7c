package dev.tercet.testkit.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** One rate of one provider: a bucket, and what each minute was given. */
final class RateMeter {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final double perNano;
  private final double holds;
  private final double most;
  private final Deque<Given> given = new ArrayDeque<>();
  private double level;
  private Instant filledAt;

  /** What is forgotten had gone by then. */
  private Instant sweptTo = Instant.MIN;

  private record Given(Instant at, long amount) {}

  RateMeter(long perMinute, Duration burst, Instant now) {
    perNano = (double) perMinute / (double) MINUTE.toNanos();
    holds = Math.max(1, perNano * (double) burst.toNanos());
    most = Math.max((double) perMinute, holds);
    level = holds;
    filledAt = now;
  }

  /** When so much may be used. */
  Instant turn(long amount, Instant now) {
    fill(now);
    double missing = Math.min((double) amount, holds) - level;
    Instant turn = now.plusNanos(missing <= 0 ? 0 : (long) Math.ceil(missing / perNano));
    turn = turn.isBefore(sweptTo) ? sweptTo : turn;
    double inMinute = given.stream().mapToLong(Given::amount).sum();
    for (Given oldest : given) {
      boolean isGone = !oldest.at().plus(MINUTE).isAfter(turn);
      if (!isGone && (inMinute <= 0 || inMinute + (double) amount <= most)) {
        return turn;
      }
      inMinute -= (double) oldest.amount();
      turn = isGone ? turn : oldest.at().plus(MINUTE);
    }
    return turn;
  }

  /** So much is used then, or given back when it is negative. */
  void use(long amount, Instant turn, Instant now) {
    fill(now);
    if (given.removeIf(it -> !it.at().plus(MINUTE).isAfter(turn)) && turn.isAfter(sweptTo)) {
      sweptTo = turn;
    }
    given.addLast(new Given(turn, amount));
    level = Math.min(holds, level - (double) amount);
  }

  private void fill(Instant now) {
    double passed = (double) Duration.between(filledAt, now).toNanos();
    level = Math.min(holds, level + Math.max(0, passed) * perNano);
    filledAt = now;
  }
}

package dev.tercet.testkit.memory.rate;

import dev.tercet.saga.port.CallRates.Left;
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
  private double left;
  private double leftPerNano;
  private Instant leftUntil = Instant.MIN;

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
    turn = later(later(turn, turnOfProvider(amount, now)), sweptTo);
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

  /** When the provider has that much, by what was heard of it last. */
  private Instant turnOfProvider(long amount, Instant now) {
    double missing = Math.min((double) amount, holds) - left;
    if (!leftUntil.isAfter(now) || missing <= 0) {
      return now;
    }
    Instant there =
        leftPerNano == 0 ? leftUntil : now.plusNanos((long) Math.ceil(missing / leftPerNano));
    return there.isBefore(leftUntil) ? there : leftUntil;
  }

  /** So much is used then, or given back when it is negative. */
  void use(long amount, Instant turn, Instant now) {
    fill(now);
    if (given.removeIf(it -> !it.at().plus(MINUTE).isAfter(turn)) && turn.isAfter(sweptTo)) {
      sweptTo = turn;
    }
    given.addLast(new Given(turn, amount));
    level = Math.clamp(level - (double) amount, -10 * most, holds);
    left -= (double) amount;
  }

  /** So much more was used, which what was heard has in it. */
  void settle(long amount, Instant now) {
    use(amount, now, now);
    left += (double) amount;
  }

  /** The provider says what is left, {@code known} of what was given since the call included. */
  void hear(Left told, long known, Instant now, Duration took) {
    fill(now);
    Instant begin = now.minus(took.compareTo(MINUTE) > 0 ? MINUTE : took);
    long since =
        given.stream().filter(it -> !it.at().isBefore(begin)).mapToLong(Given::amount).sum();
    double whole = told.limit() > 0 ? (double) told.limit() : perNano * (double) MINUTE.toNanos();
    double used = Math.max(0, whole - (double) told.remaining());
    double reset = (double) told.reset().toNanos();
    boolean isBucket = reset >= 0.9 * used / whole * (double) MINUTE.toNanos();
    leftPerNano = isBucket ? Math.min(used == 0 ? perNano : used / reset, perNano) : 0;
    left = (double) (told.remaining() - Math.max(0, since - known));
    leftUntil = now.plus(told.reset().compareTo(MINUTE) > 0 ? MINUTE : told.reset());
  }

  private void fill(Instant now) {
    double passed = (double) Duration.between(filledAt, now).toNanos();
    level = Math.min(holds, level + Math.max(0, passed) * perNano);
    left += Math.max(0, passed) * leftPerNano;
    filledAt = now;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

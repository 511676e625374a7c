package dev.tercet.pipeline.provider;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many tokens a call takes before it is made: as many as calls have used lately. Which of the
 * calls under way has taken how many plays no part, since only sums are kept.
 */
final class TokenForecast {
  /** A call in so many decides what the next one takes. */
  private static final double MEMORY = 8;

  private final Deque<Long> taken = new ArrayDeque<>();
  private double usual = 1;
  private boolean knowsNone = true;
  private long owed;

  /** What the next call is to take. */
  synchronized long next() {
    return Math.max(1, Math.round(usual));
  }

  /** A call has taken so many. */
  synchronized void begun(long tokens) {
    taken.addLast(tokens);
  }

  /** A call is over; what it had taken. */
  synchronized long ended() {
    return taken.isEmpty() ? 0 : taken.removeFirst();
  }

  /** A call used so many; how many more are to be paid, negative when too many were. */
  synchronized long used(long tokens) {
    if (tokens > 0) { // a call that failed says nothing of the next one
      usual = knowsNone ? (double) tokens : usual + ((double) tokens - usual) / MEMORY;
      knowsNone = false;
    }
    long more = tokens - ended() + owed;
    owed = 0;
    return more;
  }

  /** So many could not be paid; the next call pays them, too. */
  synchronized void owe(long tokens) {
    owed += tokens;
  }
}

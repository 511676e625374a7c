package dev.tercet.pipeline.provider;

import com.netflix.concurrency.limits.limit.Gradient2Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * As many calls as the provider answers without letting them wait: Netflix's Gradient2, which
 * compares how long a round of calls took with how long calls take at best. It is told the average
 * of a round, since one answer takes a multiple of another's time, and what calls take at best is
 * learnt from a few rounds and kept: an average that followed the present would take every queue
 * for usual sooner or later. It is learnt anew, with fewer calls, after a while and when the limit
 * has fallen deep, since the model may have become slower for everybody. How each number was chosen
 * stands in docs/adr/0017-concurrency-by-latency.md.
 */
final class LatencyLimit implements LimitRule {
  /** A round has so many calls, and as many as the limit, until its average is this exact. */
  private static final int LEAST_ROUND = 10;

  private static final int LONGEST_ROUND = 100;
  private static final double STANDARD_ERROR = 0.1;

  /** How much of what the last round says is followed. */
  private static final double SMOOTHING = 0.4;

  /** So many rounds tell what a call takes before the limit rises by more than a call or two. */
  private static final int FIRST_ROUNDS = 3;

  /** By how much a round without queueing raises the limit until there was one with it. */
  private static final double RISE = 0.1;

  /** A round that takes so many times what calls take at best has waited. */
  private static final double QUEUEING = 1.2;

  /** What was learnt holds for so many rounds and for so long, and until the limit is so low. */
  private static final int LEARNT_ROUNDS = 200;

  private static final Duration LEARNT_FOR = Duration.ofMinutes(5);
  private static final int FALLEN = 3;

  /** What was learnt first, by a process that has just begun, holds for less. */
  private static final int FIRST_LEARNT_ROUNDS = 30;

  private static final Duration FIRST_LEARNT_FOR = Duration.ofSeconds(15);

  /** In rounds: what was learnt does not follow the present. */
  private static final int NO_FORGETTING = 1_000_000;

  private final int most;
  private Gradient2Limit gradient;
  private Instant learntAt;
  private boolean isFirst = true;
  private boolean isRising;
  private int rounds;
  private int highest;
  private int calls;
  private double sum;
  private double squares;
  private int underWay;
  private int others;

  /** So many calls began before the present learning did, and have waited among more. */
  private int former;

  LatencyLimit(int start, int most, Instant now) {
    this.most = most;
    learntAt = now;
    gradient = learn(start, now);
    isRising = true;
  }

  @Override
  public int limit() {
    return gradient.getLimit();
  }

  @Override
  public void answered(long took, int atOnce, Instant now) {
    others = Math.max(0, atOnce - 1);
    if (former > 0) {
      former--;
      return;
    }
    calls++;
    sum += (double) took;
    squares += (double) took * (double) took;
    underWay = Math.max(underWay, atOnce);
    if (calls >= Math.max(LEAST_ROUND, limit()) && isExact()) {
      endRound(Math.max(1, (long) (sum / calls)), now);
    }
  }

  private boolean isExact() {
    double average = sum / calls;
    double variance = squares / calls - average * average;
    double error = STANDARD_ERROR * average;
    return calls >= LONGEST_ROUND || variance <= error * error * calls;
  }

  private void endRound(long average, Instant now) {
    boolean isInDemand = 2 * underWay >= limit();
    rounds++;
    if (rounds > 1 && (double) average > QUEUEING * (double) best()) {
      isRising = false;
    }
    gradient.onSample(0, average, underWay, false);
    highest = Math.max(highest, limit());
    beginRound();
    if (limit() <= highest / FALLEN) {
      gradient = learn(limit(), now);
      isRising = true;
    } else if (isOutdated(now)) {
      gradient = learn(isInDemand ? Math.max(1, limit() / 2) : limit(), now);
      isRising = true;
      isFirst = false;
    }
  }

  private boolean isOutdated(Instant now) {
    return isFirst
        ? rounds >= FIRST_LEARNT_ROUNDS && !now.isBefore(learntAt.plus(FIRST_LEARNT_FOR))
        : rounds >= LEARNT_ROUNDS && !now.isBefore(learntAt.plus(LEARNT_FOR));
  }

  private void beginRound() {
    calls = 0;
    sum = 0;
    squares = 0;
    underWay = 0;
  }

  @Override
  public void overrun(Instant now) {
    gradient = learn(LimitRule.lowered(limit()), now);
    isRising = false;
  }

  private long best() {
    return gradient.getRttNoLoad(TimeUnit.NANOSECONDS);
  }

  private Gradient2Limit learn(int start, Instant now) {
    learntAt = now;
    rounds = 0;
    former = others;
    highest = start;
    beginRound();
    return Gradient2Limit.newBuilder()
        .initialLimit(start)
        .minLimit(1)
        .maxConcurrency(most)
        .rttTolerance(1.0)
        .smoothing(SMOOTHING)
        .longWindow(NO_FORGETTING)
        .queueSizeFunction(this::growth)
        .build();
  }

  /** What a round without queueing adds, before it is smoothed. */
  private int growth(int limit) {
    double growth =
        isRising && rounds > FIRST_ROUNDS
            ? Math.ceil(limit * RISE / SMOOTHING)
            : Math.sqrt(limit) / 2;
    return Math.max(1, (int) growth);
  }
}

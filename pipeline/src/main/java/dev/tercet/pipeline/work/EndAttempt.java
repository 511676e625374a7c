package dev.tercet.pipeline.work;

import dev.tercet.pipeline.KeepTrying;
import dev.tercet.pipeline.LogBudget;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.RetryClass;
import dev.tercet.pipeline.PipelineSettings.Retrying;
import dev.tercet.pipeline.Rest;
import dev.tercet.pipeline.Setback;
import dev.tercet.saga.Backoff;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Failure;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How attempts end: those without success are written into the ledger, as again later or never
 * again.
 */
final class EndAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(EndAttempt.class);

  /** Bound of the delay of a document for which the process has no room: others are as busy. */
  private static final Duration CROWDED = Duration.ofMinutes(2);

  private static final int TOLD_PER_SECOND = 10;

  private final LogBudget told = new LogBudget(TOLD_PER_SECOND);
  private final KeepTrying keepTrying = KeepTrying.forSeconds();
  private final SagaStore sagas;
  private final Retrying settings;
  private final PipelineMetrics metrics;
  private final Rest rest;
  private final RandomGenerator random;
  private final Backoff backoff;

  /**
   * @param random draws the jitter of delays
   */
  EndAttempt(
      SagaStore sagas,
      Retrying settings,
      PipelineMetrics metrics,
      Rest rest,
      RandomGenerator random) {
    this.sagas = sagas;
    this.settings = settings;
    this.metrics = metrics;
    this.rest = rest;
    this.random = random;
    backoff = new Backoff(settings.baseDelay(), settings.maxDelay());
  }

  /** The ledger has it as finished; always true. */
  boolean finished(Claim claim, Status status) {
    rest.worked();
    metrics.entered(status);
    String leftOut = told.take();
    if (leftOut != null) {
      LOG.info("{}{}", status.label(), leftOut);
    }
    UUID id = claim.extraction();
    if (status == Status.DONE && id.version() == 7) {
      metrics.done(id.getMostSignificantBits() >>> 16);
    }
    return true;
  }

  /** Ends one without success; false when the claim is no longer ours. */
  boolean setBack(Claim claim, Setback setback) {
    return switch (setback) {
      case Setback.Waiting(var failure, var notBefore) -> {
        rest.waited(notBefore);
        Duration delay = notBefore.plus(jitter(settings.waiting()));
        yield postpone(claim, delay, failure, RetryClass.WAITING);
      }
      case Setback.Crowded(var failure) ->
          postpone(claim, jitter(CROWDED), failure, RetryClass.WAITING);
      case Setback.Tried(var failure, var notBefore) -> {
        rest.worked();
        Duration delay = longer(backoff.jittered(claim.attempts(), random), notBefore);
        yield claim.attempts() >= claim.maxAttempts()
            ? fail(claim, failure)
            : postpone(claim, delay, failure, RetryClass.TRANSIENT);
      }
      case Setback.Hopeless(var failure) -> {
        rest.worked();
        yield fail(claim, failure);
      }
      case Setback.Gone _ -> false;
    };
  }

  private boolean postpone(Claim claim, Duration delay, Failure failure, RetryClass why) {
    boolean counted =
        switch (why) {
          case TRANSIENT -> true;
          case WAITING -> false;
        };
    LOG.info("waits {} after {} ({})", delay, failure.code(), failure.message());
    boolean ours = keepTrying.call(() -> sagas.postpone(claim, delay, failure, counted));
    if (ours) {
      metrics.retried(why);
    }
    return ours;
  }

  private boolean fail(Claim claim, Failure failure) {
    LOG.warn("failed: {} ({})", failure.code(), failure.message());
    boolean ours = keepTrying.call(() -> sagas.fail(claim, failure));
    if (ours) {
      metrics.entered(Status.FAILED);
    }
    return ours;
  }

  /** From a third of the bound up to the bound. */
  private Duration jitter(Duration bound) {
    long least = bound.toNanos() / 3;
    return Duration.ofNanos(least + random.nextLong(bound.toNanos() - least + 1));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}

package dev.tercet.pipeline.attempt;

import static dev.tercet.saga.time.Durations.longer;
import static dev.tercet.saga.time.Durations.shorter;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.LogBudget;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.RetryClass;
import dev.tercet.pipeline.PipelineSettings.Retrying;
import dev.tercet.pipeline.TakePause;
import dev.tercet.pipeline.WriteRetry;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
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

  /** How long those wait that should have been called. */
  private static final Duration NOT_CALLED = Duration.ofMinutes(1);

  /** The relay looks for what has been due for a second. */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  private static final int TOLD_PER_SECOND = 10;

  private final LogBudget told = new LogBudget(TOLD_PER_SECOND);
  private final LogBudget toldWaits = new LogBudget(TOLD_PER_SECOND);
  private final WriteRetry writeRetry = WriteRetry.forSeconds();
  private final ExtractionStore extractions;
  private final Retrying settings;
  private final PipelineMetrics metrics;
  private final TakePause takePause;
  private final RandomGenerator random;
  private final boolean onlyProvider;
  private final Backoff backoff;

  /**
   * @param random draws the jitter of delays
   * @param onlyProvider whether there is one provider alone
   */
  EndAttempt(
      ExtractionStore extractions,
      Retrying settings,
      PipelineMetrics metrics,
      TakePause takePause,
      RandomGenerator random,
      boolean onlyProvider) {
    this.onlyProvider = onlyProvider;
    this.extractions = extractions;
    this.settings = settings;
    this.metrics = metrics;
    this.takePause = takePause;
    this.random = random;
    backoff = new Backoff(settings.baseDelay(), settings.maxDelay());
  }

  /** The ledger has it as finished; always true. */
  boolean finished(Claim claim, Status status) {
    takePause.worked();
    metrics.entered(status);
    told.spend(leftOut -> LOG.info("{}{}", status.label(), leftOut));
    UUID id = claim.extraction();
    if (status == Status.DONE && id.version() == 7) {
      metrics.done(id.getMostSignificantBits() >>> 16);
    }
    return true;
  }

  /** Ends one without success; false when the claim is no longer ours. */
  boolean setBack(Claim claim, AttemptFailure setback) {
    return switch (setback) {
      case AttemptFailure.Waiting(var failure, var notBefore) -> {
        takePause.waited(notBefore);
        Duration delay = notBefore.plus(jitter(settings.waiting()));
        yield postpone(claim, delay, failure, RetryClass.WAITING);
      }
      case AttemptFailure.NoTurn(var failure, var notBefore) -> noTurn(claim, failure, notBefore);
      case AttemptFailure.Held held -> await(claim, held);
      case AttemptFailure.OverBudget(var failure, var budget, var rest) ->
          await(claim, budget, rest.plus(jitter(settings.waiting())), failure);
      case AttemptFailure.InBatch(var failure, var rest) -> putBack(claim, rest, failure);
      case AttemptFailure.Crowded(var failure, var notBefore) ->
          putBack(claim, notBefore.plus(jitter(CROWDED)), failure);
      case AttemptFailure.Tried(var failure, var notBefore) -> {
        takePause.worked();
        Duration delay = longer(backoff.jittered(claim.attempts(), random), notBefore);
        yield claim.attempts() >= claim.maxAttempts()
            ? fail(claim, failure)
            : postpone(claim, delay, failure, RetryClass.TRANSIENT);
      }
      case AttemptFailure.Hopeless(var failure) -> {
        takePause.worked();
        yield fail(claim, failure);
      }
      case AttemptFailure.Gone _ -> false;
    };
  }

  /** Nothing is taken meanwhile when there is nobody else to ask. */
  private boolean noTurn(Claim claim, Failure failure, Duration notBefore) {
    if (onlyProvider) {
      takePause.waited(notBefore);
    }
    Duration bound = onlyProvider ? settings.waiting() : notBefore.dividedBy(4);
    return putBack(claim, notBefore.plus(jitter(bound)), failure);
  }

  private boolean putBack(Claim claim, Duration delay, Failure failure) {
    toldWaits.spend(leftOut ->
        LOG.info("waits {} after {} ({}){}", delay, failure.code(), failure.message(), leftOut));
    return putOff(RetryClass.WAITING, () -> extractions.postpone(claim, delay, failure, false));
  }

  /**
   * One comes back in time to see whether the provider answers again; the others are called when it
   * does, and come back by themselves only in case nobody calls them. He stands in the queue until
   * a call may be made, unless the worker goes on for other providers, and would take him too
   * early. Nobody waits longer than until he may ask another provider.
   */
  private boolean await(Claim claim, AttemptFailure.Held held) {
    Duration longest =
        held.first()
            ? held.notBefore().minus(onlyProvider ? AHEAD : Duration.ZERO)
            : spread(longer(held.notBefore(), NOT_CALLED));
    Duration other = held.fallback();
    Duration bounded = other == null ? longest : shorter(longest, other);
    return await(claim, held.provider(), longer(Duration.ZERO, bounded), held.failure());
  }

  private boolean await(Claim claim, String awaited, Duration longest, Failure failure) {
    toldWaits.spend(leftOut ->
        LOG.info("waits for {}: {} ({}){}", awaited, failure.code(), failure.message(), leftOut));
    return putOff(RetryClass.WAITING, () -> extractions.await(claim, awaited, longest, failure));
  }

  /** A quarter more at most, so that those that were put off together do not all come together. */
  private Duration spread(Duration wait) {
    return wait.plus(jitter(longer(settings.waiting(), wait.dividedBy(4))));
  }

  private boolean postpone(Claim claim, Duration delay, Failure failure, RetryClass why) {
    boolean counted =
        switch (why) {
          case TRANSIENT -> true;
          case WAITING -> false;
        };
    LOG.info("waits {} after {} ({})", delay, failure.code(), failure.message());
    return putOff(why, () -> extractions.postpone(claim, delay, failure, counted));
  }

  private boolean putOff(RetryClass why, Supplier<Boolean> act) {
    boolean ours = writeRetry.call(act);
    if (ours) {
      metrics.retried(why);
    }
    return ours;
  }

  private boolean fail(Claim claim, Failure failure) {
    LOG.warn("failed: {} ({})", failure.code(), failure.message());
    boolean ours = writeRetry.call(() -> extractions.fail(claim, failure));
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
}

package dev.tercet.pipeline.attempt;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews an attempt's deadline while answers come in, at most four times per deadline, so that a
 * long window of slow calls is not taken for a hung one.
 */
final class DeadlineRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(DeadlineRenewal.class);

  private final ExtractionStore extractions;
  private final Duration attemptTimeout;
  private final InstantSource clock;
  private final AtomicReference<Instant> renewed;
  private volatile boolean lost;

  DeadlineRenewal(ExtractionStore extractions, Duration attemptTimeout, InstantSource clock) {
    this.extractions = extractions;
    this.attemptTimeout = attemptTimeout;
    this.clock = clock;
    renewed = new AtomicReference<>(clock.instant());
  }

  /** Something was achieved, or it waits for its turn. */
  void progressed(Claim claim, Stage stage, PassageCount count) {
    Instant now = clock.instant();
    Instant last = renewed.get();
    boolean isTime = Duration.between(last, now).compareTo(attemptTimeout.dividedBy(4)) >= 0;
    if (isTime && renewed.compareAndSet(last, now)) {
      renew(claim, stage, count);
    }
  }

  private void renew(Claim claim, Stage stage, PassageCount count) {
    try {
      if (!advance(claim, stage, count)) {
        lost = true;
      }
    } catch (StoreUnavailableException e) {
      LOG.warn("The attempt's deadline could not be renewed yet", e);
    }
  }

  /** Renews it now; false when the claim is somebody else's. */
  boolean advance(Claim claim, Stage stage, PassageCount count) {
    return extractions.advance(claim, stage, count, attemptTimeout);
  }

  /** True once a renewal found that the claim is somebody else's. */
  boolean isLost() {
    return lost;
  }
}

package dev.tercet.pipeline.lane;

import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchOffer;
import dev.tercet.pipeline.provider.batch.BatchTroubleException;
import dev.tercet.pipeline.provider.batch.UnusableNameException;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.ProviderBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits as batches, looks after those under way, and calls the documents whose batches
 * are over (docs/protocol.md §16). Any process may make a pass; each batch is in one's hands.
 */
public final class RunBatches {
  private static final Logger LOG = LoggerFactory.getLogger(RunBatches.class);

  /** So much of one batch is in memory; a provider takes a hundred times as much. */
  private static final int MOST_QUESTIONS = 2_000;

  private static final long MOST_BYTES = 16L << 20;
  private static final int PAGE = 1_000;

  /** Somebody who is alive has finished, or has sent nothing, by then. */
  static final Duration HOLD = Duration.ofSeconds(90);

  private static final Duration NOT_CONFIGURED = Duration.ofMinutes(10);

  /** A provider answers within 24 hours, or never. */
  static final Duration LOST = Duration.ofHours(26);

  private static final Duration MOST_PAUSE = Duration.ofMinutes(5);
  private static final int LOOKS_AT_FIRST = 6;

  private final BatchStore batches;
  private final AskedModels models;
  private final BatchCalls calls;
  private final Supplier<UUID> ids;
  private final InstantSource wall;

  /**
   * Nothing is done before somebody makes a pass.
   *
   * @param ids draws the ids of batches
   */
  public RunBatches(
      BatchStore batches,
      AskedModels models,
      BatchCalls calls,
      Supplier<UUID> ids,
      InstantSource wall) {
    this.batches = batches;
    this.models = models;
    this.calls = calls;
    this.ids = ids;
    this.wall = wall;
  }

  /** Makes one bounded pass; whether there may be more to do at once. */
  public boolean workOnce() {
    boolean more = batches.call(PAGE);
    more |= batches.gather(ids.get(), MOST_QUESTIONS, MOST_BYTES);
    Optional<ProviderBatch> due = batches.due(HOLD);
    due.ifPresent(this::work);
    return more || due.isPresent();
  }

  private void work(ProviderBatch batch) {
    Optional<BatchOffer> offer = models.batches(batch.provider(), batch.model());
    if (wall.instant().isAfter(batch.begunAt().plus(LOST))) {
      LOG.warn("The batch {} was never answered: its questions are asked directly", batch.id());
      lose(batch, "lost");
      return;
    }
    if (offer.isEmpty()) {
      batches.putOff(batch.id(), NOT_CONFIGURED);
      return;
    }
    try {
      if (batch.remote() == null) {
        submit(batch, offer.get());
      } else {
        look(batch, batch.remote(), offer.get());
      }
    } catch (BatchTroubleException e) {
      Duration pause = pause(batch, offer.get().interval());
      LOG.warn("The batch {} waits {}: {}", batch.id(), pause, e.getMessage());
      batches.putOff(batch.id(), pause);
    } catch (UnusableNameException e) {
      LOG.warn("The batch {} is lost, and may be paid for: {}", batch.id(), e.getMessage());
      lose(batch, "unusable-name");
    }
  }

  /** Often at first, since a batch may be answered soon. */
  private static Duration pause(ProviderBatch batch, Duration interval) {
    int times = Math.clamp(batch.tries() - LOOKS_AT_FIRST, 1, LOOKS_AT_FIRST);
    Duration pause = interval.multipliedBy(times);
    return pause.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause;
  }

  /** Whoever had it before may have sent it, and died before he could say so. */
  private void submit(ProviderBatch batch, BatchOffer offer) {
    Instant until = wall.instant().plus(HOLD.dividedBy(2));
    BatchApi.Found found =
        batch.tries() > 1
            ? offer.api().find(batch, name -> batches.isNamed(batch.provider(), name))
            : new BatchApi.Found.Absent();
    switch (found) {
      case BatchApi.Found.Here(var remote) -> {
        LOG.info("The batch {} is found again as {}", batch.id(), remote);
        batches.submitted(batch.id(), remote, offer.interval());
      }
      case BatchApi.Found.Undecided(var remotes) -> awaitProof(batch, remotes, offer);
      case BatchApi.Found.Absent() -> send(batch, offer, until);
    }
  }

  /** What may be under way is not sent again; whoever cannot wait any more does not know it. */
  private void awaitProof(ProviderBatch batch, List<String> remotes, BatchOffer offer) {
    if (batch.unwanted()) {
      LOG.warn(
          "The batch {} may be one of {}, and its questions are asked directly now: they may be"
              + " paid for twice",
          batch.id(),
          remotes);
      lose(batch, "lost");
      return;
    }
    LOG.info("The batch {} may be one of {}: their results will say it", batch.id(), remotes);
    batches.putOff(batch.id(), pause(batch, offer.interval()));
  }

  private void lose(ProviderBatch batch, String outcome) {
    calls.lose(batches.calls(batch.id()));
    batches.ended(batch.id(), outcome, List.of());
  }

  private void send(ProviderBatch batch, BatchOffer offer, Instant until) {
    List<BatchApi.Item> items = batch.unwanted() ? List.of() : calls.begin(batch, batches);
    if (items.isEmpty()) {
      drop(batch, batch.unwanted() ? "withdrawn" : "nothing to ask");
      return;
    }
    switch (offer.api().send(batch.id(), items, () -> wall.instant().isBefore(until))) {
      case BatchApi.Sent.Taken(var remote) -> {
        batches.submitted(batch.id(), remote, offer.interval());
        LOG.info("The batch {} of {} questions is sent as {}", batch.id(), items.size(), remote);
      }
      case BatchApi.Sent.Refused(var reason) -> {
        LOG.warn("The batch {} is refused: {}", batch.id(), reason);
        drop(batch, "refused");
      }
      case BatchApi.Sent.Unsupported() -> {
        LOG.warn("{} has no batches: for an hour it is asked directly", batch.provider());
        drop(batch, BatchStore.UNSUPPORTED);
      }
    }
  }

  private void drop(ProviderBatch batch, String outcome) {
    calls.unpaid(batches.calls(batch.id()), outcome);
    batches.ended(batch.id(), outcome, List.of());
  }

  private void look(ProviderBatch batch, String remote, BatchOffer offer) {
    BatchApi.Standing standing = offer.api().look(remote);
    if (!standing.isOver()) {
      if (batch.unwanted()) {
        offer.api().cancel(remote);
      }
      batches.putOff(batch.id(), pause(batch, offer.interval()));
      return;
    }
    List<UUID> answered = calls.end(batches.calls(batch.id()), offer.api(), standing);
    batches.ended(batch.id(), standing.state(), answered);
    LOG.info(
        "The batch {} is {}: {} of {} questions are answered",
        batch.id(),
        standing.state(),
        answered.size(),
        batch.questions());
  }
}

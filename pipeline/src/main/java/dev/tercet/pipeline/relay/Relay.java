package dev.tercet.pipeline.relay;

import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.PipelineSettings.Relaying;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the hints of pending extractions: at once those that an accepting call hands over, and
 * from the ledger whatever is due and was missed. The ledger's row is the outbox, so nothing is
 * lost when the queue is away or the process dies.
 */
public final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** Longer than a batch takes, and hardly longer than anybody minds that a relay has died. */
  private static final Duration HOLD = Duration.ofSeconds(5);

  /** What is due so soon after it was written is due at once. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Publications that are noted late; a few megabytes. */
  private static final int ROOM = 20_000;

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  /**
   * After a pass that failed each queue is tried by itself: what is wrong with one of them keeps no
   * other waiting.
   */
  private volatile boolean apart;

  private final Taker self = new Taker(UUID.randomUUID(), HOLD);
  private final ExtractionStore extractions;
  private final JobQueue queue;
  private final Relaying settings;
  private final Semaphore inFlight;
  private final ThreadFactory threads;
  private final LateMarks marks;
  private final LoopSignal signal = new LoopSignal();

  /** A relay that publishes what it is handed on virtual threads. */
  public Relay(
      ExtractionStore extractions, JobQueue queue, Relaying settings, InstantSource steady) {
    this(extractions, queue, settings, steady, Thread.ofVirtual().name("relay-", 0).factory());
  }

  /** A relay that publishes what it is handed on these threads. */
  public Relay(
      ExtractionStore extractions,
      JobQueue queue,
      Relaying settings,
      InstantSource steady,
      ThreadFactory threads) {
    this.threads = threads;
    this.extractions = extractions;
    this.queue = queue;
    this.settings = settings;
    inFlight = new Semaphore(settings.inFlight());
    marks = new LateMarks(extractions, settings.age(), settings.batch(), ROOM, steady);
  }

  /**
   * Publishes the hint of an extraction that has just become pending soon, if it is due at once by
   * the ledger's clock; returns at once and never fails. What does not fit into the bounded
   * hand-off, or meets a queue that is away, is left to the poller.
   *
   * <p>The ledger is told late of what nobody has claimed yet, and was due at once: the claim of
   * anything else may have been refused and its message be gone by then, or relays take it sooner.
   */
  public void hand(Extraction extraction) {
    Instant dueAt = extraction.nextAttemptAt();
    if (extraction.status() != Status.PENDING
        || (dueAt != null && dueAt.isAfter(extraction.updatedAt().plus(SOON)))) {
      return;
    }
    if (inFlight.tryAcquire()) {
      var due = new Due(new Hint(extraction.id(), extraction.epoch()), extraction.queue());
      boolean isFresh =
          extraction.epoch() == 0 && (dueAt == null || !dueAt.isAfter(extraction.updatedAt()));
      threads.newThread(LogScope.carried(() -> publishHanded(due, isFresh))).start();
    }
  }

  private void publishHanded(Due due, boolean isFresh) {
    try (LogScope _ = LogScope.of(due.hint())) {
      publishOrLeave(due, isFresh);
    } finally {
      inFlight.release();
    }
  }

  private void publishOrLeave(Due due, boolean isFresh) {
    try {
      publish(due, isFresh);
    } catch (RuntimeException e) {
      LOG.debug("It was not published, the poller will do it", e);
    }
  }

  /** Polls until {@link #stop}; while a store is away, less and less often. */
  public void runUntilStopped() {
    int failures = 0;
    while (!signal.isStopped()) {
      try {
        boolean more = pollOnce() >= settings.batch();
        failures = 0;
        if (!more) {
          signal.rest(settings.interval());
        }
      } catch (StoreUnavailableException e) {
        failures++;
        LOG.warn("{} is away, hints stay pending: {}", e.store(), e.getMessage());
        signal.rest(BACKOFF.bound(failures));
      } catch (RuntimeException e) {
        failures++;
        LOG.error("A pass of the relay failed; the next one tries again", e);
        signal.rest(BACKOFF.bound(failures));
      }
    }
  }

  /** Ends {@link #runUntilStopped} and {@link #markUntilStopped} after the pass they are in. */
  public void stop() {
    signal.stop();
    marks.stop();
  }

  /**
   * Notes what this relay was handed and nobody claims soon, until {@link #stop}; what is left then
   * is noted at once.
   */
  public void markUntilStopped() {
    marks.runUntilStopped();
  }

  /** One pass of that; how many messages it was about. */
  public int markOnce() {
    return marks.markOnce();
  }

  /** The ledger has decided what becomes of these hints. */
  public void forget(Collection<Hint> hints) {
    marks.forget(hints);
  }

  /** How long something has been due before a pass looks for it. */
  public Duration age() {
    return settings.age();
  }

  /** Makes the next pass begin now. */
  public void wake() {
    signal.wake();
  }

  /**
   * Publishes what is due and no other relay has taken, at most one batch, and returns how many
   * were. What it has published itself and not noted yet is noted now. What the queue did not take
   * is anybody's at once. Throws {@link StoreUnavailableException} when a store is away.
   */
  public int pollOnce() {
    return publishTaken(extractions.takeDue(self, settings.age(), settings.batch()));
  }

  /** The same of those of these that are due and no other relay has taken. */
  public int publishDue(Collection<Hint> hints) {
    return publishTaken(extractions.takeDue(self, hints));
  }

  private int publishTaken(List<Due> due) {
    if (due.isEmpty()) {
      return 0;
    }
    List<Publication> published = new ArrayList<>(marks.keptOf(due));
    List<Due> unpublished = without(due, published);
    StoreUnavailableException failure = null;
    for (List<Due> part : apart ? ofEachQueue(unpublished) : List.of(unpublished)) {
      try {
        published.addAll(publish(part));
      } catch (StoreUnavailableException e) {
        failure = e;
      }
    }
    apart = failure != null;
    int noted = published.isEmpty() ? 0 : extractions.published(published);
    if (failure != null) {
      throw failure;
    }
    if (noted < due.size()) {
      LOG.debug("{} of {} were claimed before that was noted", due.size() - noted, due.size());
    }
    return due.size();
  }

  private static List<Due> without(List<Due> due, List<Publication> published) {
    Set<Hint> hints = published.stream().map(Publication::hint).collect(Collectors.toSet());
    return due.stream().filter(it -> !hints.contains(it.hint())).toList();
  }

  private static Collection<List<Due>> ofEachQueue(List<Due> due) {
    return due.stream().collect(Collectors.groupingBy(Due::queue)).values();
  }

  private List<Publication> publish(List<Due> due) {
    try {
      return queue.publish(due);
    } catch (RuntimeException e) {
      giveBack(due);
      throw e;
    }
  }

  /** Another relay's way to the queue may be open. */
  private void giveBack(List<Due> due) {
    var held = new Taker(self.relay(), Duration.ZERO);
    try {
      extractions.takeDue(held, due.stream().map(Due::hint).toList());
    } catch (RuntimeException e) {
      LOG.debug("They were not given back; others take them in {}", HOLD, e);
    }
  }

  private void publish(Due due, boolean isFresh) {
    Publication publication = queue.publish(due.hint(), due.queue());
    if (isFresh && marks.keep(publication)) {
      return;
    }
    if (!extractions.published(publication)) {
      LOG.debug("It was claimed before its publication was noted");
    }
  }
}

package dev.tercet.pipeline.relay;

import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Unmarked;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was published and tells the ledger late, in batches, of what nobody has claimed by
 * then: a claim writes itself that its row was queued, and most come within milliseconds. Nothing
 * depends on what is kept here. When the process dies with it the rows are pending, and a relay
 * publishes them again (docs/protocol.md §3).
 */
final class LateMarks {
  private static final Logger LOG = LoggerFactory.getLogger(LateMarks.class);
  private static final Duration GATHERING = Duration.ofMillis(250);
  private static final Duration NOTHING_KEPT = Duration.ofHours(1);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  private final ExtractionStore extractions;
  private final Duration age;
  private final int batch;
  private final int room;
  private final InstantSource steady;
  private final LoopSignal signal = new LoopSignal();
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<UUID, Kept> kept = new LinkedHashMap<>();

  /** Whether the loop will look again by itself before what is kept next is old enough. */
  private boolean watching;

  private boolean closed;

  private record Kept(Publication publication, Instant since) {}

  /**
   * Keeps nothing yet.
   *
   * @param age how long a message waits for its claim before the ledger is told
   * @param batch of how many at most it is told in one call
   * @param room for how many there is
   */
  LateMarks(ExtractionStore extractions, Duration age, int batch, int room, InstantSource steady) {
    this.extractions = extractions;
    this.age = age;
    this.batch = batch;
    this.room = room;
    this.steady = steady;
  }

  /**
   * Keeps it; false when there is no room, when it would be kept so long that relays take it, or
   * when nobody will come back to it.
   */
  boolean keep(Publication publication) {
    boolean wake;
    lock.lock();
    try {
      if (closed || kept.size() >= room || isBehind()) {
        return false;
      }
      kept.putLast(publication.hint().extraction(), new Kept(publication, steady.instant()));
      wake = !watching;
      watching = true;
    } finally {
      lock.unlock();
    }
    if (wake) {
      signal.wake();
    }
    return true;
  }

  /** More comes than can be noted in time. */
  private boolean isBehind() {
    return !kept.isEmpty()
        && kept.firstEntry()
            .getValue()
            .since()
            .isBefore(steady.instant().minus(age).minus(GATHERING.multipliedBy(2)));
  }

  /** What is kept of these: they stand in their queue, whatever their rows say. */
  List<Publication> keptOf(Collection<Due> due) {
    lock.lock();
    try {
      return due.stream()
          .flatMap(it -> Stream.ofNullable(keptOf(it.hint())))
          .map(Kept::publication)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The ledger knows already what became of these. */
  void forget(Collection<Hint> hints) {
    lock.lock();
    try {
      hints.stream()
          .filter(hint -> keptOf(hint) != null)
          .forEach(hint -> kept.remove(hint.extraction()));
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Kept keptOf(Hint hint) {
    Kept its = kept.get(hint.extraction());
    return its != null && its.publication().hint().equals(hint) ? its : null;
  }

  /** Marks what is old enough until {@link #stop}, and then all that is left, in one try. */
  void runUntilStopped() {
    int failures = 0;
    while (!signal.isStopped()) {
      try {
        if (markOnce() < batch) {
          signal.rest(nextLook());
        }
        failures = 0;
      } catch (StoreUnavailableException e) {
        failures++;
        LOG.debug("{} is away, what was published is noted later", e.store(), e);
        signal.rest(BACKOFF.bound(failures));
      } catch (RuntimeException e) {
        LOG.error("What was published could not be noted; relays will publish it again", e);
      }
    }
    markTheRest();
  }

  /** Ends {@link #runUntilStopped}. */
  void stop() {
    signal.stop();
  }

  /**
   * Tells the ledger of what has waited long enough, at most one batch; how many that were. Throws
   * {@link StoreUnavailableException} when it is away, and keeps them then.
   */
  int markOnce() {
    return tell(oldest(steady.instant().minus(age)));
  }

  private int tell(List<Kept> told) {
    if (told.isEmpty()) {
      return 0;
    }
    Instant now = steady.instant();
    try {
      int noted =
          extractions.publishedBefore(
              told.stream()
                  .map(it -> new Unmarked(it.publication(), Duration.between(it.since(), now)))
                  .toList());
      LOG.debug("{} of {} were noted late; the others had gone on", noted, told.size());
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      remove(told);
      throw e;
    }
    remove(told);
    return told.size();
  }

  private List<Kept> oldest(Instant latest) {
    lock.lock();
    try {
      List<Kept> oldest = new ArrayList<>();
      for (Kept each : kept.values()) {
        if (oldest.size() >= batch || each.since().isAfter(latest)) {
          break;
        }
        oldest.add(each);
      }
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  private void remove(List<Kept> told) {
    lock.lock();
    try {
      told.forEach(it -> kept.remove(it.publication().hint().extraction(), it));
    } finally {
      lock.unlock();
    }
  }

  private Duration nextLook() {
    lock.lock();
    try {
      watching = !kept.isEmpty();
      if (!watching) {
        return NOTHING_KEPT;
      }
      Instant due = kept.firstEntry().getValue().since().plus(age);
      Duration left = Duration.between(steady.instant(), due);
      return left.compareTo(GATHERING) > 0 ? left : GATHERING;
    } finally {
      lock.unlock();
    }
  }

  /** So that no relay publishes again what stands in its queue; whatever fails is left to them. */
  private void markTheRest() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    try {
      while (tell(oldest(Instant.MAX)) > 0) {}
    } catch (RuntimeException e) {
      LOG.info("What was published last is left to other relays: {}", e.getMessage());
    }
  }
}

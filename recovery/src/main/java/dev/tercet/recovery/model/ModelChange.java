package dev.tercet.recovery.model;

import dev.tercet.recovery.detect.CollectionWatch;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.RunLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change of the embedding model on existing data, in bounded passes: every row is brought to a
 * point of the new model, then the collections that no row names any more are emptied and retired
 * (docs/adr/0011). One process at a time, by a lock that only saves work.
 */
public final class ModelChange {
  private static final Logger LOG = LoggerFactory.getLogger(ModelChange.class);

  /** How long other processes have to learn of a collection before rows begin to name it. */
  public static final Duration HEAD_START = Duration.ofSeconds(3);

  static final int BATCH = 256;

  /** So many intervals between two looks for rows of which no record tells. */
  private static final int LATE = 10;

  /** The lock's name among those of projects. */
  private static final UUID LOCK = new UUID(0, 0x11);

  private final String model;
  private final Duration interval;
  private final InstantSource clock;
  private final BooleanSupplier held;
  private final RunStore runs;
  private final ConversionStore conversions;
  private final KnownCollections collections;
  private final PassageConverter converter;
  private final CollectionRetirement collectionRetirement;
  private @Nullable Instant begin;
  private volatile Instant nextLook = Instant.MIN;
  private @Nullable PointRow after;
  private int moved;
  private int refused;
  private volatile boolean converted;

  /**
   * A change over these ports.
   *
   * @param interval after which those that the model refuses are tried again
   * @param held whether no row is converted now; what is converted is still cleared up after
   */
  public ModelChange(
      RecoveryPorts ports,
      KnownCollections collections,
      CollectionWatch collection,
      Duration interval,
      InstantSource clock,
      BooleanSupplier held) {
    model = ports.embedder().model();
    this.interval = interval;
    this.clock = clock;
    this.held = held;
    runs = ports.runs();
    conversions = ports.conversions();
    this.collections = collections;
    converter =
        new PassageConverter(
            ports.ledger(), conversions, ports.points(), ports.embedder(), collections);
    collectionRetirement =
        new CollectionRetirement(ports.collections(), ports.ledger(), collections, collection);
  }

  /** Works on one batch; returns how many rows or points it held, 0 when there is nothing to do. */
  public synchronized int convertOnce() {
    converted = false;
    if (!isDue()) {
      return 0;
    }
    Optional<RunLock> lock = runs.tryLock(LOCK);
    if (lock.isEmpty()) {
      return 0;
    }
    try (RunLock _ = lock.get()) {
      return convert();
    }
  }

  /** True when the last pass found every row converted, while a change was under way. */
  public boolean isConverted() {
    return converted;
  }

  /** Whether rows of other models are to be looked for, though no change is recorded. */
  public boolean isLookDue() {
    return !clock.instant().isBefore(nextLook);
  }

  /** A process that runs with a former model converts nothing back. */
  private boolean isDue() {
    KnownCollections.Seen seen = collections.look();
    if (!seen.isChosen()) {
      return false;
    }
    Instant now = clock.instant();
    if (seen.others().isEmpty()) {
      begin = null;
      return !now.isBefore(nextLook) && isLate(now);
    }
    if (begin == null) {
      begin = now.plus(HEAD_START);
    }
    return !now.isBefore(begin);
  }

  /**
   * Every model that was ever used has its collection; only a process of a former one whose
   * collection is over may still write rows, and the counts tell of them.
   */
  private boolean isLate(Instant now) {
    boolean late = conversions.hasPointRowsOfOthers(model);
    if (!late) {
      nextLook = now.plus(interval.multipliedBy(LATE));
    }
    return late;
  }

  private int convert() {
    List<PointRow> page = conversions.pointRowsOfOthers(model, after, BATCH);
    if (!page.isEmpty() && held.getAsBoolean()) {
      return 0;
    }
    if (!page.isEmpty()) {
      PassageConverter.Converted done = converter.convert(page);
      after = page.getLast();
      moved += done.moved();
      refused += done.refused();
      LOG.info("{} passages embedded by {}", done.moved(), model);
      return page.size();
    }
    nextLook = clock.instant().plus(interval); // what is refused stays
    if (after == null) {
      return end();
    }
    if (refused > 0 && moved == 0) { // they would be refused again at once
      begin = clock.instant().plus(interval);
    }
    after = null;
    moved = 0;
    refused = 0;
    return 0;
  }

  private int end() {
    List<CollectionRecord> others = collections.look().others();
    if (others.isEmpty()) {
      return 0;
    }
    converted = true;
    return collectionRetirement.retireOne(others.getLast());
  }
}

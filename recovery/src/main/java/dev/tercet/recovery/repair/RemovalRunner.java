package dev.tercet.recovery.repair;

import dev.tercet.saga.Scope;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Followed;
import dev.tercet.saga.port.RemovalStore.PassagePoint;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saga of removal (docs/protocol.md §6): points by id, confirmed; a second look later than any
 * late write can land; the rows last, and only when deleting. A dead Qdrant only delays it.
 */
public final class RemovalRunner {
  private static final int BATCH = 256;
  private static final int PAGE = 1_000;
  private static final int TOMBSTONE_PAGE = 500;
  private static final Logger LOG = LoggerFactory.getLogger(RemovalRunner.class);

  /** How much later than its row was read a message may be published, and clocks may differ. */
  private static final Duration LATE_MESSAGE = Duration.ofMinutes(1);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final RemovalStore removals;
  private final Supplier<List<PointStore>> collections;
  private final JobQueue queue;
  private final Duration secondLook;

  /**
   * @param collections every one in which points may be
   */
  public RemovalRunner(
      RemovalStore removals,
      Supplier<List<PointStore>> collections,
      JobQueue queue,
      Duration secondLook) {
    this.removals = removals;
    this.queue = queue;
    this.collections = collections;
    this.secondLook = secondLook;
  }

  /** Works on one batch of due removals; returns how many there were. */
  public int removeOnce() {
    List<Removal> due = removals.due(new Scope.Everything(), BATCH);
    run(due);
    return due.size();
  }

  /**
   * Works on one page of what follows the tombstones of projects: extractions that are to be
   * deleted, and what is left once they are gone. Returns whether there may be more to do.
   */
  public boolean followOnce() {
    return removals.followTombstones(TOMBSTONE_PAGE).more() || removals.dropDeletedProjects() > 0;
  }

  /**
   * Lets at most so many extractions follow the tombstones of their projects, and removes their
   * points at once; returns how many. Throws when Qdrant is away.
   */
  long follow(long most) {
    long followed = 0;
    boolean more = true;
    while (more && followed < most) {
      Followed page = removals.followTombstones((int) Math.min(TOMBSTONE_PAGE, most - followed));
      followed += page.turned();
      more = page.more();
    }
    for (long left = followed; left > 0; left -= BATCH) {
      removeOnce();
    }
    return followed;
  }

  /** Drops rows that are left over, if they still are; returns how many went. */
  int drop(List<OrphanRow> rows) {
    Map<Part, List<Place>> places =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    OrphanRow::part, Collectors.mapping(OrphanRow::place, Collectors.toList())));
    int dropped = 0;
    for (Map.Entry<Part, List<Place>> each : places.entrySet()) {
      dropped += removals.dropOrphanRows(each.getKey(), each.getValue());
    }
    return dropped;
  }

  /** Takes each removal one step further. Throws when Qdrant is away. */
  private void run(List<Removal> batch) {
    remove(extractions(batch.stream().filter(it -> it.confirmedAt() == null).toList()));
    List<Removal> second = batch.stream().filter(it -> it.confirmedAt() != null).toList();
    try {
      lookAgain(second);
    } catch (StoreUnavailableException e) {
      throw postponed(extractions(second), e);
    }
  }

  /**
   * Removes the points of these extractions and confirms that they are gone; their second look is
   * still to come. Returns how many there were. Throws when Qdrant is away.
   */
  int remove(List<UUID> extractions) {
    try {
      removeAll(extractions);
      return extractions.size();
    } catch (StoreUnavailableException e) {
      throw postponed(extractions, e);
    }
  }

  private StoreUnavailableException postponed(
      List<UUID> extractions, StoreUnavailableException away) {
    removals.failed(extractions, String.valueOf(away.getMessage()), RETRY);
    return away;
  }

  private static List<UUID> extractions(List<Removal> batch) {
    return batch.stream().map(Removal::extraction).toList();
  }

  private void removeAll(List<UUID> extractions) {
    List<PointStore> everywhere = extractions.isEmpty() ? List.of() : collections.get();
    for (int i = 0; i < extractions.size(); i += BATCH) {
      List<UUID> batch = extractions.subList(i, Math.min(i + BATCH, extractions.size()));
      removeNamed(everywhere, batch);
      confirm(batch, removeFound(everywhere, batch));
    }
  }

  /** The points of all passages, by their ids. */
  private void removeNamed(List<PointStore> everywhere, List<UUID> extractions) {
    @Nullable PassagePoint after = null;
    List<PassagePoint> page;
    do {
      page = removals.passagePoints(extractions, after, PAGE);
      List<UUID> ids = page.stream().map(PassagePoint::point).toList();
      for (PointStore points : everywhere) {
        removePoints(points, ids);
      }
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
  }

  /**
   * The points that carry the extraction, since one may exist before its row; true when none is
   * left anywhere.
   */
  private static boolean removeFound(List<PointStore> everywhere, List<UUID> extractions) {
    boolean none = true;
    for (PointStore points : everywhere) {
      none &= removeFound(points, extractions);
    }
    return none;
  }

  private static boolean removeFound(PointStore points, List<UUID> extractions) {
    List<UUID> found = found(points, extractions);
    while (!found.isEmpty()) {
      removePoints(points, found);
      List<UUID> left = found(points, extractions);
      if (left.equals(found)) {
        return false;
      }
      found = left;
    }
    return true;
  }

  /**
   * Removes by id once more what was confirmed absent: a replica that was away meanwhile may have
   * come back with it, and a look through the others would not show it.
   */
  private void lookAgain(List<Removal> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<UUID> extractions = extractions(batch);
    List<PointStore> everywhere = collections.get();
    removeNamed(everywhere, extractions);
    if (everywhere.stream().allMatch(it -> found(it, extractions).isEmpty())) {
      removals.finished(batch, noMessageStands(batch));
    } else {
      confirm(extractions, removeFound(everywhere, extractions));
    }
  }

  /** What is still seen after it was removed, on a replica that lags, is removed again later. */
  private void confirm(List<UUID> extractions, boolean gone) {
    if (gone) {
      removals.confirmed(extractions, secondLook);
    } else {
      removals.failed(extractions, "points are still seen after their removal", RETRY);
    }
  }

  /**
   * Whether no queue holds a message of them: one is published before the removal begins, and the
   * oldest in every queue is younger. False, too, when the queues are away or have older ones.
   */
  private boolean noMessageStands(List<Removal> batch) {
    Instant newest = batch.stream().map(Removal::createdAt).max(Instant::compareTo).orElseThrow();
    try {
      return !queue.holdsAnyPublishedBy(newest.plus(LATE_MESSAGE));
    } catch (StoreUnavailableException e) {
      LOG.debug("no receipt of {} deletions, since the queues are away", batch.size(), e);
      return false;
    }
  }

  private static List<UUID> found(PointStore points, List<UUID> extractions) {
    try {
      return extractions.isEmpty() ? List.of() : points.idsOf(extractions, null, PAGE);
    } catch (CollectionMissingException _) {
      return List.of(); // where there is no collection, there are no points
    }
  }

  private static void removePoints(PointStore points, List<UUID> ids) {
    if (ids.isEmpty()) {
      return;
    }
    try {
      points.remove(ids, Long.MAX_VALUE);
    } catch (CollectionMissingException _) {
      return; // nothing to remove
    }
  }
}

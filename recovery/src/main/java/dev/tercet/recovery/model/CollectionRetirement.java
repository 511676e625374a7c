package dev.tercet.recovery.model;

import dev.tercet.recovery.detect.CollectionWatch;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a collection that no row names any more: what is left of ours goes by ids, an empty
 * collection is dropped, and the record says last that it is over.
 */
final class CollectionRetirement {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionRetirement.class);
  private static final int PAGE = 1_000;

  private final CollectionStore records;
  private final LedgerAudit ledger;
  private final KnownCollections collections;
  private final CollectionWatch current;

  CollectionRetirement(
      CollectionStore records,
      LedgerAudit ledger,
      KnownCollections collections,
      CollectionWatch current) {
    this.records = records;
    this.ledger = ledger;
    this.collections = collections;
    this.current = current;
  }

  /**
   * Removes one page of what is left there, or ends the collection; not before a comparison has
   * found the current one whole. Returns how many points were removed.
   */
  int retireOne(CollectionRecord other) {
    if (current.isRefilling()) {
      return 0;
    }
    PointStore points = collections.open(other);
    List<UUID> left = left(points);
    if (!left.isEmpty()) {
      Set<UUID> named = current.holds(other.model()) ? Set.of() : named(left, other.model());
      List<UUID> unnamed = left.stream().filter(id -> !named.contains(id)).toList();
      remove(points, unnamed);
      return unnamed.size();
    }
    boolean dropped = points.dropIfEmpty();
    records.retired(other.name());
    LOG.info(
        "the collection {} is over{}",
        other.name(),
        dropped ? " and dropped" : "; others have points in it, so it stays");
    return 0;
  }

  private static List<UUID> left(PointStore points) {
    try {
      return points.scroll(Selection.ALL, null, PAGE).stream().map(StoredPoint::id).toList();
    } catch (CollectionMissingException _) {
      return List.of();
    }
  }

  /** A process that still runs with the former model may have written rows meanwhile. */
  private Set<UUID> named(List<UUID> ids, String model) {
    return ledger.pointRows(ids).stream()
        .filter(it -> it.model().equals(model))
        .map(PointRow::embeddingId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void remove(PointStore points, List<UUID> ids) {
    if (!ids.isEmpty()) {
      points.remove(ids, Long.MAX_VALUE);
    }
  }
}

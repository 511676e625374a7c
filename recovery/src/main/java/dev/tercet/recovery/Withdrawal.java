package dev.tercet.recovery;

import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Fate;
import dev.tercet.saga.LedgerAudit.PointRow;
import dev.tercet.saga.Point;
import dev.tercet.saga.PointStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whoever wrote a point reads its row again, and removes the point when nobody wants it any more
 * (PROTOCOL.md section 4).
 */
final class Withdrawal {
  private final LedgerAudit ledger;
  private final PointStore points;

  Withdrawal(LedgerAudit ledger, PointStore points) {
    this.ledger = ledger;
    this.points = points;
  }

  /**
   * Looks again at the rows that what was written belongs to, and returns the points that were
   * removed again: those of an extraction whose points must go, and those that no row names any
   * more, since a new attempt has cut the document in another way.
   */
  Set<UUID> lookAgainAtRows(List<Point> written) {
    Set<UUID> wanted =
        ledger.pointRows(written.stream().map(Point::id).toList()).stream()
            .filter(row -> !row.status().losesPoints())
            .map(PointRow::embeddingId)
            .collect(Collectors.toSet());
    return remove(written, point -> !wanted.contains(point.id()));
  }

  /**
   * Looks again at the extractions, before any row names what was written; returns the points that
   * were removed again.
   */
  Set<UUID> lookAgainAtExtractions(List<Point> written) {
    Map<UUID, Fate> fates =
        Fates.of(
            ledger,
            written.stream().map(it -> it.payload().extraction()).collect(Collectors.toSet()));
    return remove(
        written,
        point -> {
          Fate fate = fates.get(point.payload().extraction());
          return fate == null || fate.status().losesPoints();
        });
  }

  private Set<UUID> remove(List<Point> written, Predicate<Point> unwanted) {
    Set<UUID> removed = new HashSet<>();
    for (Point point : written) {
      if (unwanted.test(point)) {
        removed.add(point.id());
        points.remove(List.of(point.id()), point.payload().epoch());
      }
    }
    return removed;
  }
}

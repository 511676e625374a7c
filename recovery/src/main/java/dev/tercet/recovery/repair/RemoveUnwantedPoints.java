package dev.tercet.recovery.repair;

import dev.tercet.recovery.plan.ExtractionStandings;
import dev.tercet.saga.Point;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whoever wrote a point reads its row again, and removes the point when nobody wants it any more
 * (docs/protocol.md §4).
 */
public final class RemoveUnwantedPoints {
  private final LedgerAudit ledger;
  private final PointStore points;

  public RemoveUnwantedPoints(LedgerAudit ledger, PointStore points) {
    this.ledger = ledger;
    this.points = points;
  }

  /**
   * Looks again at the extractions and then at the rows that name what was written; returns the
   * points that were removed again: those whose extraction is gone or loses its points, and those
   * of one that has ended and that no row names any more, since it was cut in another way. While an
   * attempt is under way its rows come after its points.
   */
  Set<UUID> lookAgainAtRows(List<Point> written) {
    Map<UUID, ExtractionStanding> standings = standings(written);
    Set<UUID> named =
        ledger.pointRows(written.stream().map(Point::id).toList()).stream()
            .map(PointRow::embeddingId)
            .collect(Collectors.toSet());
    return removeUnwanted(written, standings, point -> named.contains(point.id()));
  }

  /**
   * Looks again at the extractions, before any row names what was written; returns the points that
   * were removed again.
   */
  public Set<UUID> lookAgainAtExtractions(List<Point> written) {
    return removeUnwanted(written, standings(written), _ -> true);
  }

  private Map<UUID, ExtractionStanding> standings(List<Point> written) {
    return ExtractionStandings.of(
        ledger, written.stream().map(it -> it.payload().extraction()).collect(Collectors.toSet()));
  }

  private Set<UUID> removeUnwanted(
      List<Point> written, Map<UUID, ExtractionStanding> standings, Predicate<Point> named) {
    Set<UUID> removed = new HashSet<>();
    for (Point point : written) {
      ExtractionStanding standing = standings.get(point.payload().extraction());
      if (standing == null
          || standing.status().losesPoints()
          || (!standing.status().isInFlight() && !named.test(point))) {
        removed.add(point.id());
        points.remove(List.of(point.id()), point.payload().epoch());
      }
    }
    return removed;
  }
}

package dev.tercet.recovery;

import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Fate;
import dev.tercet.saga.Point;
import dev.tercet.saga.PointStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

  /** Looks at what was written, and returns the points that were removed again. */
  Set<UUID> lookAgain(List<Point> written) {
    Map<UUID, Fate> fates =
        Fates.of(
            ledger,
            written.stream().map(it -> it.payload().extraction()).collect(Collectors.toSet()));
    Set<UUID> unwanted = new HashSet<>();
    for (Point point : written) {
      Fate fate = fates.get(point.payload().extraction());
      if (fate == null || fate.status().losesPoints()) {
        unwanted.add(point.id());
        points.remove(List.of(point.id()), point.payload().epoch());
      }
    }
    return unwanted;
  }
}

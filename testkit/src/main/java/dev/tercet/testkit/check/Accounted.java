package dev.tercet.testkit.check;

import dev.tercet.saga.Point;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.check.Snapshot.Extraction;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every point has a row, and a removal row when it must go: rows leave last (S11). */
final class Accounted implements Invariant {

  @Override
  public Stream<Violation> check(Snapshot snapshot) {
    Map<UUID, Extraction> rows =
        snapshot.ledger().extractions().stream()
            .collect(Collectors.toMap(Extraction::id, Function.identity()));
    return snapshot.points().stream()
        .filter(point -> !isAccounted(snapshot, rowOf(point, rows)))
        .map(point -> new Violation("S11", "no row accounts for point " + point.id()));
  }

  private static @Nullable Extraction rowOf(StoredPoint point, Map<UUID, Extraction> rows) {
    Point.Payload payload = point.payload();
    return payload == null ? null : rows.get(payload.extraction());
  }

  private static boolean isAccounted(Snapshot snapshot, @Nullable Extraction row) {
    return row != null
        && (!row.status().losesPoints() || snapshot.ledger().removals().contains(row.id()));
  }
}

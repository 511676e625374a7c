package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation.RowAndPoint;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Compares rows with the points that they name. */
final class RowComparison {
  /** So many rows of each page are controls for what is removed. */
  private static final int CONTROLS = 8;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final RepairPlan plan;

  RowComparison(LedgerAudit ledger, PointStore points, RepairPlan plan) {
    this.ledger = ledger;
    this.points = points;
    this.plan = plan;
  }

  /**
   * A row that disagrees counts only if a fresh read of it, after its point was read, still says
   * the same. A point that one replica lacks is missing.
   */
  void compare(List<PointRow> page, Findings findings) {
    if (page.isEmpty()) {
      return;
    }
    findings.examinedPoints(page.size());
    Map<UUID, StoredPoint> found = points.whole(ids(page));
    List<PointRow> suspects =
        page.stream()
            .filter(row ->
                plan.decide(new RowAndPoint(row, found.get(row.embeddingId()), findings.isRefill()))
                    .isPresent())
            .toList();
    page.stream()
        .filter(row -> row.living() && found.containsKey(row.embeddingId()))
        .filter(row -> !suspects.contains(row))
        .limit(CONTROLS)
        .forEach(findings::confirmed);
    for (PointRow row : suspects.isEmpty() ? suspects : ledger.pointRows(ids(suspects))) {
      if (suspects.contains(row)) {
        plan.decide(new RowAndPoint(row, found.get(row.embeddingId()), findings.isRefill()))
            .ifPresent(findings::add);
      }
    }
  }

  private static List<UUID> ids(List<PointRow> rows) {
    return rows.stream().map(PointRow::embeddingId).toList();
  }
}

package dev.tercet.recovery.repair;

import dev.tercet.recovery.plan.ExtractionStandings;
import dev.tercet.recovery.plan.Observation.PointAlone;
import dev.tercet.recovery.plan.Repair.Evict;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes orphans whose grace is over, after a second look by id across all projects
 * (docs/protocol.md §8).
 */
public final class OrphanRemover {
  private static final int BATCH = 256;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final OrphanStore orphans;
  private final RepairPlan plan;

  public OrphanRemover(
      LedgerAudit ledger, PointStore points, OrphanStore orphans, RepairPlan plan) {
    this.ledger = ledger;
    this.points = points;
    this.orphans = orphans;
    this.plan = plan;
  }

  /**
   * Removes those of the batch that are still orphans at the epoch of their first sight; returns
   * how many.
   */
  int remove(List<Evict> batch) {
    int removed = 0;
    for (int i = 0; i < batch.size(); i += BATCH) {
      removed += removeSome(batch.subList(i, Math.min(i + BATCH, batch.size())));
    }
    return removed;
  }

  private int removeSome(List<Evict> batch) {
    List<UUID> ids = batch.stream().map(it -> it.orphan().point()).toList();
    Map<UUID, StoredPoint> found = points.get(ids);
    Map<UUID, ExtractionStanding> standings =
        ExtractionStandings.of(
            ledger, batch.stream().map(it -> it.orphan().extraction()).collect(Collectors.toSet()));
    Map<UUID, PointRow> rows =
        ledger.pointRows(ids).stream()
            .collect(Collectors.toMap(PointRow::embeddingId, Function.identity()));
    List<UUID> removed = new ArrayList<>();
    for (Evict evict : batch) {
      StoredPoint point = found.get(evict.orphan().point());
      if (point != null && isStill(point, standings.get(evict.orphan().extraction()), rows)) {
        points.remove(List.of(point.id()), evict.orphan().epoch());
        removed.add(point.id());
      }
    }
    orphans.forget(ids);
    return removed.isEmpty() ? 0 : removed.size() - livingAgain(removed);
  }

  /**
   * A conversion or a repair may have given a row its point just before that was removed, at the
   * same epoch; the run is not complete then, and the next one brings it back.
   */
  private int livingAgain(List<UUID> removed) {
    return (int) ledger.pointRows(removed).stream().filter(PointRow::living).count();
  }

  private boolean isStill(
      StoredPoint point, @Nullable ExtractionStanding standing, Map<UUID, PointRow> rows) {
    PointRow row = rows.get(point.id());
    return (row == null || !row.living())
        && plan.decide(new PointAlone(point, standing, row != null)).isPresent();
  }
}

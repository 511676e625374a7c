package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.ExtractionStandings;
import dev.tercet.recovery.plan.Finding;
import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation.PointAlone;
import dev.tercet.recovery.plan.Repair;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Drift;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.OrphanStore.Orphan;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Points of ours that no row of the living or of those under way names. */
public final class UnnamedPoints {
  private final LedgerAudit ledger;
  private final PointStore points;
  private final OrphanStore orphans;
  private final RepairPlan plan;
  private final Duration grace;

  public UnnamedPoints(
      LedgerAudit ledger, PointStore points, OrphanStore orphans, RepairPlan plan, Duration grace) {
    this.ledger = ledger;
    this.points = points;
    this.orphans = orphans;
    this.plan = plan;
    this.grace = grace;
  }

  /**
   * Adds what is found among these points; returns which of them are orphans. A point that has
   * changed or gone since it was read, as the removal of its extraction went on, is none.
   */
  Set<UUID> find(List<StoredPoint> page, boolean dryRun, Findings findings) {
    List<StoredPoint> strangers = strangers(page);
    findings.examinedPoints(strangers.size());
    Map<StoredPoint, Finding> wrong = wrong(strangers);
    if (wrong.isEmpty()) {
      return Set.of();
    }
    Map<UUID, StoredPoint> now = points.get(wrong.keySet().stream().map(StoredPoint::id).toList());
    wrong.keySet().removeIf(point -> !point.equals(now.get(point.id())));
    return quarantine(wrong.values(), dryRun, findings);
  }

  /** Which of these points come out as orphans; changes nothing. */
  Set<UUID> orphansAmong(List<StoredPoint> page) {
    return wrong(strangers(page)).values().stream()
        .map(Finding::repair)
        .filter(Repair.Evict.class::isInstance)
        .map(it -> ((Repair.Evict) it).orphan().point())
        .collect(Collectors.toSet());
  }

  private List<StoredPoint> strangers(List<StoredPoint> page) {
    Set<UUID> known = named(page, row -> row.living() || row.status().isInFlight());
    return page.stream().filter(point -> !known.contains(point.id())).toList();
  }

  /** Which of these points rows name that are like this. */
  private Set<UUID> named(Collection<StoredPoint> of, Predicate<PointRow> like) {
    return of.isEmpty()
        ? Set.of()
        : ledger.pointRows(of.stream().map(StoredPoint::id).toList()).stream()
            .filter(like)
            .map(PointRow::embeddingId)
            .collect(Collectors.toSet());
  }

  /**
   * What is wrong with each of them; those under way and those being removed are not among it. Rows
   * are read again after the standings: whoever ended meanwhile had recorded his points before.
   */
  private Map<StoredPoint, Finding> wrong(List<StoredPoint> strangers) {
    Set<UUID> extractions = new HashSet<>();
    for (StoredPoint point : strangers) {
      if (point.payload() != null) {
        extractions.add(point.payload().extraction());
      }
    }
    Map<UUID, ExtractionStanding> standings = ExtractionStandings.of(ledger, extractions);
    Set<UUID> named = named(strangers, _ -> true);
    Map<StoredPoint, Finding> wrong = new HashMap<>();
    for (StoredPoint point : strangers) {
      ExtractionStanding standing =
          point.payload() == null ? null : standings.get(point.payload().extraction());
      plan.decide(new PointAlone(point, standing, named.contains(point.id())))
          .ifPresent(finding -> wrong.put(point, finding));
    }
    return wrong;
  }

  /**
   * An orphan that waits for its grace is reported as quarantined, not as found; several late
   * points of one removed extraction are one finding.
   */
  private Set<UUID> quarantine(Iterable<Finding> wrong, boolean dryRun, Findings findings) {
    List<Orphan> found = new ArrayList<>();
    for (Finding finding : wrong) {
      if (finding.repair() instanceof Repair.Evict(var orphan)) {
        found.add(orphan);
      } else {
        findings.addOnce(finding);
      }
    }
    if (found.isEmpty()) {
      return Set.of();
    }
    if (!dryRun) {
      orphans.seen(found);
    }
    List<UUID> ids = found.stream().map(Orphan::point).toList();
    List<Orphan> overdue = findings.orphansWait() == null ? orphans.overdue(ids, grace) : List.of();
    findings.quarantined(found.size() - overdue.size());
    overdue.forEach(
        orphan -> findings.add(new Finding(Drift.ORPHAN_POINT, new Repair.Evict(orphan))));
    return Set.copyOf(ids);
  }
}

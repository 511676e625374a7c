package dev.tercet.recovery;

import dev.tercet.recovery.Observation.PointAlone;
import dev.tercet.recovery.Observation.RowAndPoint;
import dev.tercet.saga.Drift;
import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Fate;
import dev.tercet.saga.LedgerAudit.PointRow;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.OrphanStore.Orphan;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.PointStore.Selection;
import dev.tercet.saga.PointStore.StoredPoint;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares rows with points: exactly in a scope, or by bucket counts first (ARCHITECTURE.md). */
final class PointDetector implements Detector {
  private static final int PAGE = 1_000;

  /** Beyond so many buckets that are likely to hide a swap, all are compared. */
  private static final double MOST_HIDDEN = 0.1;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final OrphanStore orphans;
  private final RepairPlan plan;
  private final Duration grace;
  private final String model;
  private final Buckets buckets;
  private final CollectionWatch collection;

  PointDetector(
      LedgerAudit ledger,
      PointStore points,
      OrphanStore orphans,
      RepairPlan plan,
      Rows rows,
      CollectionWatch watch) {
    this.ledger = ledger;
    this.points = points;
    this.orphans = orphans;
    this.plan = plan;
    this.grace = rows.grace();
    this.model = rows.model();
    this.buckets = rows.buckets();
    this.collection = watch;
  }

  /** Which rows are compared, and how long orphans are kept. */
  record Rows(String model, Duration grace, Buckets buckets) {}

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    boolean refilling = collection.isRefilling();
    switch (request.depth()) {
      case EXACT -> exact(request, refilling, findings);
      case TRIAGE -> triage(request, refilling, findings);
      case QUEUES -> {}
    }
  }

  private void exact(RecoveryRequest request, boolean refilling, Findings findings) {
    @Nullable PointRow after = null;
    List<PointRow> page;
    do {
      page = ledger.pointRows(request.scope(), model, after, PAGE);
      findings.examinedExtractions(begun(page, after));
      compareRows(page, refilling, findings);
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
    switch (request.scope()) {
      case Everything() -> comparePoints(Selection.ALL, request.dryRun(), findings);
      case OfProject(var project) ->
          comparePoints(new Selection(-1, project), request.dryRun(), findings);
      case OfExtraction(var _, var extraction) ->
          compareExtraction(extraction, request.dryRun(), findings);
    }
  }

  /**
   * How many extractions begin in a page, which is in their order; those that wait in a queue are
   * counted there.
   */
  private static long begun(List<PointRow> page, @Nullable PointRow before) {
    long begun = 0;
    @Nullable UUID last = before == null ? null : before.extraction();
    for (PointRow row : page) {
      boolean waits = row.status() == Status.PENDING || row.status() == Status.QUEUED;
      begun += row.extraction().equals(last) || waits ? 0 : 1;
      last = row.extraction();
    }
    return begun;
  }

  private void triage(RecoveryRequest request, boolean refilling, Findings findings) {
    Map<Integer, Long> there = points.bucketCounts();
    Map<Integer, Long> here = ledger.bucketCounts(model);
    Set<Integer> suspects = new HashSet<>(buckets.next());
    // Equal counts must not hide an orphan whose grace is over.
    List<Orphan> due = orphans.due(grace, PAGE);
    due.forEach(orphan -> suspects.add(EmbeddingId.bucket(orphan.point())));
    for (int bucket = 0; bucket < EmbeddingId.BUCKETS; bucket++) {
      if (!here.getOrDefault(bucket, 0L).equals(there.getOrDefault(bucket, 0L))) {
        suspects.add(bucket);
      }
    }
    here.forEach((bucket, count) -> findings.examinedPoints(suspects.contains(bucket) ? 0 : count));
    for (int bucket : suspects.stream().sorted().toList()) {
      compareBucket(bucket, request.dryRun(), refilling, findings);
    }
    if (!refilling && hidesSwaps(findings)) {
      IntStream.range(0, EmbeddingId.BUCKETS)
          .filter(bucket -> !suspects.contains(bucket))
          .forEach(bucket -> compareBucket(bucket, request.dryRun(), false, findings));
    }
    if (!request.dryRun()) {
      forgetGone(due);
    }
  }

  /**
   * Whether a bucket of equal counts may well lack one point and hold another, as after a restored
   * backup: with m points missing and o too many, all at random, so many buckets have both as m · o
   * / buckets.
   */
  private static boolean hidesSwaps(Findings findings) {
    double missing = findings.found(Drift.MISSING_POINT);
    double tooMany = findings.found(Drift.ORPHAN_POINT) + findings.quarantined();
    return missing * tooMany / EmbeddingId.BUCKETS > MOST_HIDDEN;
  }

  /** What was quarantined and is no longer there is no orphan any more. */
  private void forgetGone(List<Orphan> due) {
    List<UUID> ids = due.stream().map(Orphan::point).toList();
    if (!ids.isEmpty()) {
      Set<UUID> there = points.get(ids).keySet();
      orphans.forget(ids.stream().filter(id -> !there.contains(id)).toList());
    }
  }

  private void compareBucket(int bucket, boolean dryRun, boolean refilling, Findings findings) {
    @Nullable UUID after = null;
    List<PointRow> page;
    do {
      page = ledger.pointRowsOfBucket(bucket, model, after, PAGE);
      compareRows(page, refilling, findings);
      after = page.isEmpty() ? after : page.getLast().embeddingId();
    } while (page.size() == PAGE);
    comparePoints(new Selection(bucket, null), dryRun, findings);
  }

  /**
   * A row that disagrees counts only if a fresh read of it, after its point was read, still says
   * the same.
   */
  private void compareRows(List<PointRow> page, boolean refilling, Findings findings) {
    if (page.isEmpty()) {
      return;
    }
    findings.examinedPoints(page.size());
    Map<UUID, StoredPoint> found = points.get(ids(page));
    List<PointRow> suspects =
        page.stream()
            .filter(row ->
                plan.decide(new RowAndPoint(row, found.get(row.embeddingId()), refilling))
                    .isPresent())
            .toList();
    for (PointRow row : suspects.isEmpty() ? suspects : ledger.pointRows(ids(suspects))) {
      if (suspects.contains(row)) {
        plan.decide(new RowAndPoint(row, found.get(row.embeddingId()), refilling))
            .ifPresent(findings::add);
      }
    }
  }

  private void comparePoints(Selection selection, boolean dryRun, Findings findings) {
    @Nullable UUID from = null;
    List<StoredPoint> page;
    do {
      page = points.scroll(selection, from, PAGE);
      alone(page, dryRun, findings);
      from = page.isEmpty() ? from : successor(page.getLast().id());
    } while (page.size() == PAGE && from != null);
  }

  private void compareExtraction(UUID extraction, boolean dryRun, Findings findings) {
    @Nullable UUID after = null;
    List<UUID> page;
    do {
      page = points.idsOf(List.of(extraction), after, PAGE);
      alone(page.isEmpty() ? List.of() : List.copyOf(points.get(page).values()), dryRun, findings);
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
  }

  private void alone(List<StoredPoint> page, boolean dryRun, Findings findings) {
    if (page.isEmpty()) {
      return;
    }
    Set<UUID> known =
        ledger.pointRows(page.stream().map(StoredPoint::id).toList()).stream()
            .filter(row -> row.living() || row.status().isInFlight())
            .map(PointRow::embeddingId)
            .collect(Collectors.toSet());
    List<StoredPoint> strangers =
        page.stream().filter(point -> !known.contains(point.id())).toList();
    findings.examinedPoints(strangers.size());
    if (!strangers.isEmpty()) {
      quarantine(strangers, fates(strangers), dryRun, findings);
    }
  }

  private Map<UUID, Fate> fates(List<StoredPoint> strangers) {
    Set<UUID> extractions = new HashSet<>();
    for (StoredPoint point : strangers) {
      if (point.payload() != null) {
        extractions.add(point.payload().extraction());
      }
    }
    return Fates.of(ledger, extractions);
  }

  /**
   * An orphan that waits for its grace is reported as quarantined, not as found; several late
   * points of one removed extraction are one finding.
   */
  private void quarantine(
      List<StoredPoint> strangers, Map<UUID, Fate> fates, boolean dryRun, Findings findings) {
    List<Orphan> orphans = new ArrayList<>();
    for (StoredPoint point : strangers) {
      Fate fate = point.payload() == null ? null : fates.get(point.payload().extraction());
      Finding finding = plan.decide(new PointAlone(point, fate)).orElse(null);
      if (finding != null && finding.repair() instanceof Repair.Evict(var orphan)) {
        orphans.add(orphan);
      } else if (finding != null) {
        findings.addOnce(finding);
      }
    }
    if (orphans.isEmpty()) {
      return;
    }
    if (!dryRun) {
      this.orphans.seen(orphans);
    }
    List<Orphan> overdue =
        this.orphans.overdue(orphans.stream().map(Orphan::point).toList(), grace);
    findings.quarantined(orphans.size() - overdue.size());
    overdue.forEach(
        orphan -> findings.add(new Finding(Drift.ORPHAN_POINT, new Repair.Evict(orphan))));
  }

  private static List<UUID> ids(List<PointRow> rows) {
    return rows.stream().map(PointRow::embeddingId).toList();
  }

  /**
   * The next id in the store's order, which is that of the 128-bit unsigned number; null after the
   * last.
   */
  private static @Nullable UUID successor(UUID id) {
    long low = id.getLeastSignificantBits() + 1;
    long high = id.getMostSignificantBits() + (low == 0 ? 1 : 0);
    return low == 0 && high == 0 ? null : new UUID(high, low);
  }
}

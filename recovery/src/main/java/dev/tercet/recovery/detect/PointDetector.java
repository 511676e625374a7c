package dev.tercet.recovery.detect;

import dev.tercet.recovery.detect.UnequalBuckets.Look;
import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares rows with points: exactly in a scope, or by bucket counts first (ARCHITECTURE.md). */
public final class PointDetector implements Detector {
  private static final int PAGE = 1_000;

  /** Beyond so many buckets that are likely to hide a swap, all are compared. */
  private static final double MOST_HIDDEN = 0.1;

  /** With more rows than these that is left to the rolling comparison. */
  private static final long MOST_AT_ONCE = 1_000_000;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final OrphanStore orphans;
  private final Duration grace;
  private final String model;
  private final BucketCursor buckets;
  private final RowComparison rows;
  private final UnnamedPoints unnamedPoints;
  private final UnequalBuckets counts;
  private final Refill refill;

  /**
   * @param grace how long an orphan stays in quarantine
   * @param unnamedPoints judges points without a row
   */
  public PointDetector(
      RecoveryPorts ports,
      Duration grace,
      RepairPlan plan,
      UnnamedPoints unnamedPoints,
      BucketCursor buckets) {
    this.ledger = ports.ledger();
    this.points = ports.points();
    this.orphans = ports.orphans();
    this.grace = grace;
    this.model = ports.embedder().model();
    this.buckets = buckets;
    this.rows = new RowComparison(ledger, points, plan);
    this.unnamedPoints = unnamedPoints;
    this.counts = new UnequalBuckets(ledger, points, orphans, model);
    this.refill = new Refill(ledger, points, model, this.rows);
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    if (findings.leavesPoints()) {
      return;
    }
    switch (request.depth()) {
      case EXACT -> exact(request, findings);
      case TRIAGE -> {
        @Nullable UUID before = findings.refilledBefore();
        if (findings.isRefill() && !Refill.END.equals(before) && !request.dryRun()) {
          refill.goOn(before, findings);
        } else {
          triage(request, findings);
        }
      }
      case QUEUES -> {}
    }
  }

  private void exact(RecoveryRequest request, Findings findings) {
    @Nullable PointRow after = null;
    List<PointRow> page;
    do {
      page = ledger.pointRows(request.scope(), model, after, PAGE);
      findings.examinedExtractions(begun(page, after));
      rows.compare(page, findings);
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
    switch (request.scope()) {
      case Everything() -> {
        comparePoints(Selection.ALL, request.dryRun(), findings, _ -> {});
        findings.compared(BucketSpan.ALL);
      }
      case OfProject(var project) ->
          comparePoints(Selection.ofProject(project), request.dryRun(), findings, _ -> {});
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

  private void triage(RecoveryRequest request, Findings findings) {
    Look look = counts.look();
    BucketSpan turn = buckets.next();
    findings.turn(turn);
    Set<Integer> suspects = new TreeSet<>(look.unequal());
    if (findings.orphansWait() == null) {
      // Equal counts must not hide an orphan whose grace is over.
      orphans.due(grace, PAGE).forEach(orphan -> suspects.add(EmbeddingId.bucket(orphan.point())));
    }
    suspects.removeIf(turn::contains);
    IntPredicate counted = bucket -> !suspects.contains(bucket) && !turn.contains(bucket);
    look.rows()
        .forEach((bucket, count) -> findings.examinedPoints(counted.test(bucket) ? count : 0));
    findings.quarantined(look.quarantinedAmong(counted));
    compare(turn, request.dryRun(), findings);
    suspects.forEach(it -> compare(BucketSpan.of(it), request.dryRun(), findings));
    if (!findings.isRefill() && hidesSwaps(look, findings)) {
      IntStream.range(0, EmbeddingId.BUCKETS)
          .filter(counted)
          .forEach(it -> compare(BucketSpan.of(it), request.dryRun(), findings));
    }
  }

  /**
   * Whether a bucket of equal counts may well lack one point and hold another, as after a restored
   * backup: with m points missing and o too many, all at random, so many buckets have both as m · o
   * / buckets.
   */
  private static boolean hidesSwaps(Look look, Findings findings) {
    double missing = findings.found(Drift.MISSING_POINT);
    double tooMany = findings.found(Drift.ORPHAN_POINT) + findings.quarantined();
    return missing * tooMany / EmbeddingId.BUCKETS > MOST_HIDDEN && look.total() <= MOST_AT_ONCE;
  }

  private void compare(BucketSpan span, boolean dryRun, Findings findings) {
    @Nullable UUID after = null;
    List<PointRow> page;
    do {
      page = ledger.pointRowsOfBuckets(span, model, after, PAGE);
      rows.compare(page, findings);
      after = page.isEmpty() ? after : page.getLast().embeddingId();
    } while (page.size() == PAGE);
    Set<UUID> found = new HashSet<>();
    comparePoints(new Selection(span, null), dryRun, findings, found::addAll);
    if (!dryRun) {
      forgetOthers(span, found);
    }
    findings.compared(span);
  }

  /** What was quarantined and has gone, or has its row again, is no orphan any more. */
  private void forgetOthers(BucketSpan span, Set<UUID> found) {
    @Nullable UUID after = null;
    List<UUID> page;
    do {
      page = orphans.ofBuckets(span, after, PAGE);
      List<UUID> gone = page.stream().filter(point -> !found.contains(point)).toList();
      if (!gone.isEmpty()) {
        orphans.forget(gone);
      }
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
  }

  private void comparePoints(
      Selection selection, boolean dryRun, Findings findings, Consumer<Set<UUID>> orphansOfPage) {
    @Nullable UUID from = null;
    List<StoredPoint> page;
    do {
      page = points.scroll(selection, from, PAGE);
      orphansOfPage.accept(unnamedPoints.find(page, dryRun, findings));
      from = page.isEmpty() ? from : successor(page.getLast().id());
    } while (page.size() == PAGE && from != null);
  }

  private void compareExtraction(UUID extraction, boolean dryRun, Findings findings) {
    @Nullable UUID after = null;
    List<UUID> page;
    do {
      page = points.idsOf(List.of(extraction), after, PAGE);
      List<StoredPoint> there = page.isEmpty() ? List.of() : List.copyOf(points.get(page).values());
      unnamedPoints.find(there, dryRun, findings);
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
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

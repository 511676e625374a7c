package dev.tercet.recovery;

import dev.tercet.recovery.RecoveryReport.Count;
import dev.tercet.recovery.RecoveryReport.Trust;
import dev.tercet.recovery.RecoveryRequest.Depth;
import dev.tercet.recovery.RepairRun.Applied;
import dev.tercet.saga.BucketSpan;
import dev.tercet.saga.CollectionStore;
import dev.tercet.saga.CollectionStore.CollectionRecord;
import dev.tercet.saga.Drift;
import dev.tercet.saga.PointStore.CollectionMissingException;
import dev.tercet.saga.RunStore.Numbered;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the stores: detect, plan, apply. The schedule, the endpoint and the command line
 * all come here, and a second run right after a clean one plans nothing (S10).
 */
public final class Reconciler {
  private final List<Detector> detectors;
  private final RepairRun repairs;
  private final CollectionWatch collection;
  private final PositiveControls controls;
  private final RecoveryMetrics metrics;
  private final CollectionStore records;
  private final Buckets buckets;
  private final RecoverySettings settings;
  private final RunsInProgress runs;
  private final InstantSource clock;

  Reconciler(
      List<Detector> detectors,
      RepairRun repairs,
      CollectionWatch collection,
      Pace pace,
      InstantSource clock) {
    this.detectors = List.copyOf(detectors);
    this.repairs = repairs;
    this.collection = collection;
    this.controls = pace.controls();
    this.metrics = pace.metrics();
    this.records = pace.records();
    this.buckets = pace.buckets();
    this.settings = pace.settings();
    this.runs = pace.runs();
    this.clock = clock;
  }

  /** What bounds the runs, and where they are seen. */
  record Pace(
      RecoverySettings settings,
      Buckets buckets,
      PositiveControls controls,
      RunsInProgress runs,
      CollectionStore records,
      RecoveryMetrics metrics) {}

  /**
   * Runs once and reports. Stores that are away are named in the report; the others are read and
   * repaired.
   */
  public RecoveryReport run(RecoveryRequest request, UUID runId) {
    var findings = new Findings(request.limit());
    try (var run = runs.begin(runId, request, findings, clock.instant())) {
      return run(request, runId, findings, run);
    }
  }

  private RecoveryReport run(
      RecoveryRequest request, UUID runId, Findings findings, RunsInProgress.Open run) {
    List<String> unread = new ArrayList<>();
    Opened opened = open(request, findings, unread);
    findings.of(opened.collection());
    Numbered number = number(request, opened, findings, unread);
    for (Detector detector : detectors) {
      try {
        detector.detect(request, findings);
      } catch (StoreUnavailableException e) {
        unread.add(e.store() + " is away: " + e.getMessage());
      } catch (CollectionMissingException e) {
        unread.add("QDRANT has no collection: " + e.getMessage());
      }
    }
    doubtOrphans(request, number, findings);
    String aborted = request.force() || opened.isEmptyYet() ? null : abortReason(findings);
    Applied applied = new Applied(Map.of(), List.of(), Set.of());
    if (!request.dryRun() && aborted == null) {
      run.repairs();
      applied = repairs.apply(findings);
    }
    unread.addAll(applied.reasons());
    RecoveryReport report =
        report(
            request,
            runId,
            findings,
            new Outcome(applied, aborted, trust(number, findings), unread),
            run.startedAt());
    UUID refilledTo = findings.refilledTo();
    CollectionRecord collected = opened.collection();
    if (collected != null && refilledTo != null) {
      if (aborted == null) {
        noteRefilled(collected, refilledTo, applied);
      }
    } else if (collected != null && !request.dryRun() && report.complete()) {
      noteCompleted(request, collected, findings, number);
    }
    return number == null ? report : report.verifiedThrough(verifiedThrough(request.scope()));
  }

  /** Rows whose points could not be written are compared again. */
  private void noteRefilled(CollectionRecord seen, UUID to, Applied applied) {
    if (!applied.unheard().contains(Drift.MISSING_POINT)
        && !applied.unheard().contains(Drift.STALE_POINT)) {
      collection.filledTo(seen, to);
    }
  }

  /** What came of the findings of a run. */
  private record Outcome(
      Applied applied, @Nullable String aborted, Trust trust, List<String> unread) {}

  /**
   * The run's number; null when it compares no points, or a store was away. What it says of
   * Postgres holds for the whole run.
   */
  private @Nullable Numbered number(
      RecoveryRequest request, Opened opened, Findings findings, List<String> unread) {
    if (request.depth() == Depth.QUEUES) {
      return null;
    }
    try {
      Numbered number = request.dryRun() ? controls.look() : controls.begin();
      Instant wentBackAt = number.wentBackAt();
      metrics.wentBack(wentBackAt != null);
      if (wentBackAt != null && !request.force()) {
        findings.letOrphansWait(
            "Postgres is older than its newest run, as after a restore (seen at %s): orphan points wait until %s, or for a run with force"
                .formatted(wentBackAt, controls.waitsUntil(wentBackAt)));
      } else if (!request.dryRun() && controls.wasLost()) {
        findings.letOrphansWait("the sentinel of earlier runs was not there");
      } else if (opened.isEmptyYet()) {
        findings.letOrphansWait("the collection is being refilled");
      }
      return number;
    } catch (StoreUnavailableException e) {
      unread.add(e.store() + " is away: " + e.getMessage());
      findings.letOrphansWait("it is not known whether Postgres has gone back");
      return null;
    }
  }

  private void doubtOrphans(RecoveryRequest request, @Nullable Numbered number, Findings findings) {
    if (number == null || findings.found(Drift.ORPHAN_POINT) == 0) {
      return;
    }
    try {
      String doubt = controls.doubt(request.dryRun() ? null : number, findings.confirmed());
      if (doubt != null) {
        findings.letOrphansWait(doubt + ": orphan points wait for the next run");
      }
    } catch (StoreUnavailableException | CollectionMissingException e) {
      findings.letOrphansWait("it could not be looked whether they are: " + e.getMessage());
    }
  }

  private static Trust trust(@Nullable Numbered number, Findings findings) {
    return new Trust(
        number == null ? null : number.wentBackAt(),
        findings.quarantined() == 0 ? null : findings.orphansWait(),
        null);
  }

  /** What was compared whole, with nothing left wrong, is verified as it stood at the start. */
  private void noteVerified(CollectionRecord seen, Scope scope, Findings findings, Instant at) {
    switch (scope) {
      case Everything() -> {
        if (!findings.compared().isEmpty()) {
          records.verified(seen, findings.compared(), at);
        }
      }
      case OfProject(var project) -> records.verified(seen, project, at);
      case OfExtraction _ -> {}
    }
  }

  private @Nullable Instant verifiedThrough(Scope scope) {
    return switch (scope) {
      case Everything() -> {
        Instant all = records.verifiedThrough();
        metrics.verifiedThrough(all);
        yield all;
      }
      case OfProject(var project) -> records.verifiedThrough(project);
      case OfExtraction(var project, var _) -> records.verifiedThrough(project);
    };
  }

  /** What a clean pass over everything proves is remembered. */
  private void noteCompleted(
      RecoveryRequest request,
      CollectionRecord seen,
      Findings findings,
      @Nullable Numbered number) {
    BucketSpan turn = findings.turn();
    if (turn != null) {
      buckets.compared(turn);
    }
    boolean everything = request.scope() instanceof Everything;
    boolean whole = !seen.refilling() || (everything && collection.compared(seen));
    if (whole && number != null) {
      noteVerified(seen, request.scope(), findings, number.at());
    }
  }

  /**
   * The collection as it was when the run began.
   *
   * @param missing it was not there
   * @param collection what is recorded of it now; null when no points are compared, it is not ours,
   *     or a store was away
   */
  private record Opened(boolean missing, @Nullable CollectionRecord collection) {
    boolean isEmptyYet() {
      return missing || (collection != null && collection.refilling());
    }
  }

  /**
   * A collection that is missing, or of which there is no record, is created before its points are
   * compared, so that they are found missing and come back. While it is not known whether it is
   * being refilled, no points are compared.
   */
  private Opened open(RecoveryRequest request, Findings findings, List<String> unread) {
    if (request.depth() == Depth.QUEUES) {
      return new Opened(false, null);
    }
    try {
      boolean missing = collection.isMissing();
      if (missing) {
        findings.count(Drift.COLLECTION_MISSING, 1);
      }
      CollectionRecord known = missing && !request.dryRun() ? null : collection.record();
      if (known == null && !request.dryRun()) {
        collection.ensure();
        known = collection.record();
      }
      return new Opened(missing, known);
    } catch (StoreUnavailableException e) {
      unread.add(e.store() + " is away: " + e.getMessage());
      findings.leavePoints();
      return new Opened(false, null);
    }
  }

  /** A collection that lacks most of our points is more likely the wrong one than a broken one. */
  private @Nullable String abortReason(Findings findings) {
    long wrong =
        findings.found(Drift.MISSING_POINT)
            + findings.found(Drift.STALE_POINT)
            + findings.found(Drift.ORPHAN_POINT);
    if (wrong <= settings.abortFloor() || wrong <= settings.abortRatio() * findings.points()) {
      return null;
    }
    return "%d of %d points compared look wrong, more than the abort ratio of %s allows; check that this is the right collection, then run again with force"
        .formatted(wrong, findings.points(), settings.abortRatio());
  }

  private RecoveryReport report(
      RecoveryRequest request, UUID runId, Findings findings, Outcome outcome, Instant startedAt) {
    @Nullable String aborted = outcome.aborted();
    List<String> unread = outcome.unread();
    Map<Drift, Count> drift = new EnumMap<>(Drift.class);
    long remaining = 0;
    for (Drift kind : Drift.values()) {
      long found = findings.found(kind);
      long repaired = Math.min(found, outcome.applied().repaired().getOrDefault(kind, 0L));
      long tried = request.dryRun() || aborted != null ? 0 : findings.kept(kind);
      drift.put(kind, new Count(found, repaired, Math.max(0, tried - repaired)));
      remaining += found - repaired;
    }
    return new RecoveryReport(
        runId,
        request.dryRun(),
        remaining == 0 && unread.isEmpty() && aborted == null,
        findings.extractions(),
        findings.points(),
        drift,
        findings.quarantined(),
        remaining,
        aborted,
        outcome.trust(),
        List.copyOf(unread),
        startedAt,
        clock.instant(),
        findings.items());
  }
}

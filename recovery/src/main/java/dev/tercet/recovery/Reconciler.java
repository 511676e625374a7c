package dev.tercet.recovery;

import dev.tercet.recovery.Detection.Detected;
import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryReport.Count;
import dev.tercet.recovery.plan.RecoveryReport.Trust;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.recovery.plan.RunsInProgress;
import dev.tercet.recovery.repair.RepairRun;
import dev.tercet.recovery.repair.RepairRun.Applied;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.RunStore.Numbered;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the stores: detect, plan, apply. The schedule, the endpoint and the command line
 * all come here, and a second run right after a clean one plans nothing (S10).
 */
final class Reconciler {
  private final Detection detection;
  private final RepairRun repairs;
  private final Verification verification;
  private final RecoverySettings settings;
  private final RunsInProgress runs;
  private final InstantSource clock;

  Reconciler(
      Detection detection,
      RepairRun repairs,
      Verification verification,
      RecoverySettings settings,
      RunsInProgress runs,
      InstantSource clock) {
    this.detection = detection;
    this.repairs = repairs;
    this.verification = verification;
    this.settings = settings;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Runs once and reports. Stores that are away are named in the report; the others are read and
   * repaired.
   */
  RecoveryReport run(RecoveryRequest request, UUID runId) {
    var findings = new Findings(request.limit());
    try (var run = runs.begin(runId, request, findings, clock.instant())) {
      return run(request, runId, findings, run);
    }
  }

  private RecoveryReport run(
      RecoveryRequest request, UUID runId, Findings findings, RunsInProgress.Open run) {
    Detected detected = detection.detect(request, findings);
    boolean mayAbort = !request.force() && !detected.opened().isEmptyYet();
    String aborted = mayAbort ? abortReason(findings) : null;
    Applied applied = new Applied(Map.of(), List.of(), Set.of());
    if (!request.dryRun() && aborted == null) {
      run.repairs();
      applied = repairs.apply(findings);
    }
    List<String> unread =
        Stream.of(detected.unread(), applied.reasons()).flatMap(List::stream).toList();
    Map<Drift, Count> drift = drift(findings, applied, !request.dryRun() && aborted == null);
    long remaining = drift.values().stream().mapToLong(it -> it.found() - it.repaired()).sum();
    boolean complete = remaining == 0 && unread.isEmpty() && aborted == null;
    if (aborted == null && !request.dryRun()) {
      verification.note(request.scope(), detected, findings, applied, complete);
    }
    return new RecoveryReport(
        runId,
        request.dryRun(),
        complete,
        findings.extractions(),
        findings.points(),
        drift,
        findings.quarantined(),
        remaining,
        aborted,
        trust(request.scope(), detected.number(), findings),
        unread,
        run.startedAt(),
        clock.instant(),
        findings.items());
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

  private static Map<Drift, Count> drift(Findings findings, Applied applied, boolean tried) {
    Map<Drift, Count> drift = new EnumMap<>(Drift.class);
    for (Drift kind : Drift.values()) {
      long found = findings.found(kind);
      long repaired = Math.min(found, applied.repaired().getOrDefault(kind, 0L));
      long failed = tried ? Math.max(0, findings.kept(kind) - repaired) : 0;
      drift.put(kind, new Count(found, repaired, failed));
    }
    return drift;
  }

  private Trust trust(Scope scope, @Nullable Numbered number, Findings findings) {
    return new Trust(
        number == null ? null : number.wentBackAt(),
        findings.quarantined() == 0 ? null : findings.orphansWait(),
        number == null ? null : verification.through(scope));
  }
}

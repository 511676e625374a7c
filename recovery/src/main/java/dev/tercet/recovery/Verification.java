package dev.tercet.recovery;

import dev.tercet.recovery.Detection.Detected;
import dev.tercet.recovery.detect.BucketCursor;
import dev.tercet.recovery.detect.CollectionWatch;
import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.repair.RepairRun.Applied;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.RunStore.Numbered;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last part of a run: remembers what it has proved, so that later ones need not compare it
 * again, and people learn since when everything has been compared.
 */
final class Verification {
  private final CollectionStore records;
  private final BucketCursor buckets;
  private final CollectionWatch collection;
  private final RecoveryMetrics metrics;

  Verification(
      CollectionStore records,
      BucketCursor buckets,
      CollectionWatch collection,
      RecoveryMetrics metrics) {
    this.records = records;
    this.buckets = buckets;
    this.collection = collection;
    this.metrics = metrics;
  }

  /** What a run has proved that was not aborted; {@code complete} when nothing is left over. */
  void note(Scope scope, Detected detected, Findings findings, Applied applied, boolean complete) {
    CollectionRecord seen = detected.opened().collection();
    UUID refilledTo = findings.refilledTo();
    if (seen != null && refilledTo != null) {
      noteRefilled(seen, refilledTo, applied);
    } else if (seen != null && complete) {
      noteCompleted(scope, seen, findings, detected.number());
    }
  }

  /** Rows whose points could not be written are compared again. */
  private void noteRefilled(CollectionRecord seen, UUID to, Applied applied) {
    if (!applied.unheard().contains(Drift.MISSING_POINT)
        && !applied.unheard().contains(Drift.STALE_POINT)) {
      collection.filledTo(seen, to);
    }
  }

  private void noteCompleted(
      Scope scope, CollectionRecord seen, Findings findings, @Nullable Numbered number) {
    BucketSpan turn = findings.turn();
    if (turn != null) {
      buckets.compared(turn);
    }
    boolean everything = scope instanceof Everything;
    boolean whole = !seen.refilling() || (everything && collection.compared(seen));
    if (whole && number != null) {
      noteVerified(seen, scope, findings, number.at());
    }
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

  /** Since when everything older in the scope's project, or everywhere, has been compared. */
  @Nullable Instant through(Scope scope) {
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
}

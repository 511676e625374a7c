package dev.tercet.recovery;

import dev.tercet.recovery.RecoveryRequest.Depth;
import dev.tercet.saga.Drift;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.RemovalStore.Removal;
import dev.tercet.saga.Scope.Everything;
import java.util.List;

/** Finds deletions of projects, and removals, that are not at their end. */
final class RemovalDetector implements Detector {
  /** Of a deletion under way no sweep looks at more: it is told to people, and goes on anyway. */
  private static final int MOST_COUNTED = 100_000;

  private final RemovalStore removals;
  private final RepairPlan plan;

  RemovalDetector(RemovalStore removals, RepairPlan plan) {
    this.removals = removals;
    this.plan = plan;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    if (request.depth() == Depth.QUEUES) {
      return;
    }
    if (request.scope() instanceof Everything) {
      findings.count(Drift.UNFINISHED_DELETION, removals.untouched(MOST_COUNTED));
    }
    List<Removal> open =
        removals.due(request.scope(), request.limit()).stream()
            .filter(it -> it.confirmedAt() == null)
            .toList();
    findings.examinedExtractions(open.size());
    for (Removal removal : open) {
      plan.decide(new Observation.Unremoved(removal)).ifPresent(findings::add);
    }
    findings.count(Drift.UNFINISHED_REMOVAL, removals.unconfirmed(request.scope()) - open.size());
  }
}

package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Removal;
import java.util.List;

/** Finds deletions of projects, and removals, that are not at their end. */
public final class RemovalDetector implements Detector {
  /** Of a deletion under way no sweep looks at more: it is told to people, and goes on anyway. */
  private static final int MOST_COUNTED = 100_000;

  private final RemovalStore removals;
  private final RepairPlan plan;

  public RemovalDetector(RemovalStore removals, RepairPlan plan) {
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

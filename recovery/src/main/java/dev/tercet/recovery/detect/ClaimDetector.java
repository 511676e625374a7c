package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds claims whose holder is dead or late. */
public final class ClaimDetector implements Detector {
  private static final int PAGE = 1_000;

  private final LedgerAudit ledger;
  private final RepairPlan plan;
  private final Duration lease;

  public ClaimDetector(LedgerAudit ledger, RepairPlan plan, Duration lease) {
    this.ledger = ledger;
    this.plan = plan;
    this.lease = lease;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    @Nullable UUID after = null;
    List<DeadClaim> page;
    do {
      page = ledger.deadClaims(request.scope(), lease, after, PAGE);
      findings.examinedExtractions(page.size());
      for (DeadClaim claim : page) {
        plan.decide(new Observation.Holder(claim)).ifPresent(findings::add);
        after = claim.extraction();
      }
    } while (page.size() == PAGE);
  }
}

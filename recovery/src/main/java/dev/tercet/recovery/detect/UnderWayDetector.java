package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.port.LedgerAudit;
import java.util.List;

/**
 * Asks other detectors for what can be found only while something is under way: a sweep over a
 * quiet ledger asks one question for all of them.
 */
public final class UnderWayDetector implements Detector {
  private final LedgerAudit ledger;
  private final List<Detector> detectors;

  /**
   * @param detectors those that need the ledger alone first: one whose store is away ends the pass
   */
  public UnderWayDetector(LedgerAudit ledger, List<Detector> detectors) {
    this.ledger = ledger;
    this.detectors = List.copyOf(detectors);
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    boolean isSweep = request.scope() instanceof Everything && request.depth() == Depth.TRIAGE;
    if (!isSweep || !ledger.isQuiet()) {
      detectors.forEach(it -> it.detect(request, findings));
    }
  }
}

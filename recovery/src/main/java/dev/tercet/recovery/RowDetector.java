package dev.tercet.recovery;

import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Loose;
import dev.tercet.saga.LedgerAudit.LoosePage;
import dev.tercet.saga.LedgerAudit.Part;
import dev.tercet.saga.LedgerAudit.Place;
import dev.tercet.saga.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows whose extraction is gone, and entities that nothing mentions. A sweep walks a stretch
 * of each table and goes on there the next time; whoever compares exactly walks all of it.
 */
final class RowDetector implements Detector {
  /** So many extractions of each table in one statement, and in one sweep. */
  private static final int STRETCH = 5_000;

  private final LedgerAudit ledger;
  private final RepairPlan plan;
  private final Map<Part, Place> places = new ConcurrentHashMap<>();

  RowDetector(LedgerAudit ledger, RepairPlan plan) {
    this.ledger = ledger;
    this.plan = plan;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    for (Part part : Part.values()) {
      switch (request.depth()) {
        case QUEUES -> {}
        case TRIAGE -> {
          Place from = places.getOrDefault(part, Place.START);
          Place next = stretch(request.scope(), part, from, findings);
          places.put(part, next == null ? Place.START : next);
        }
        case EXACT -> {
          @Nullable Place next = Place.START;
          while (next != null) {
            next = stretch(request.scope(), part, next, findings);
          }
        }
      }
    }
  }

  private @Nullable Place stretch(Scope scope, Part part, Place from, Findings findings) {
    LoosePage page = ledger.loose(scope, part, from, STRETCH);
    for (Loose loose : page.loose()) {
      plan.decide(new Observation.LeftOver(loose))
          .ifPresent(finding -> findings.add(finding, loose.rows()));
    }
    return page.next();
  }
}

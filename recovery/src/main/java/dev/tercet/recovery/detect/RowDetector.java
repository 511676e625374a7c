package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.OrphanRowPage;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows whose extraction is gone, and entities that nothing mentions. A sweep walks a stretch
 * of each table and goes on there the next time; whoever compares exactly walks all of it.
 */
public final class RowDetector implements Detector {
  /** So many extractions of each table in one statement, and in one sweep. */
  private static final int STRETCH = 5_000;

  private final LedgerAudit ledger;
  private final RepairPlan plan;
  private final Map<Part, Place> places = new ConcurrentHashMap<>();

  public RowDetector(LedgerAudit ledger, RepairPlan plan) {
    this.ledger = ledger;
    this.plan = plan;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    switch (request.depth()) {
      case QUEUES -> {}
      case TRIAGE -> triage(request.scope(), findings);
      case EXACT -> {
        for (Part part : Part.values()) {
          @Nullable Place next = Place.START;
          while (next != null) {
            next = stretch(ledger.orphanRows(request.scope(), part, next, STRETCH), findings);
          }
        }
      }
    }
  }

  private void triage(Scope scope, Findings findings) {
    Map<Part, Place> from = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      from.put(part, places.getOrDefault(part, Place.START));
    }
    ledger
        .orphanRows(scope, from, STRETCH)
        .forEach((part, page) -> {
          Place next = stretch(page, findings);
          places.put(part, next == null ? Place.START : next);
        });
  }

  private @Nullable Place stretch(OrphanRowPage page, Findings findings) {
    for (OrphanRow row : page.rows()) {
      plan.decide(new Observation.LeftOver(row))
          .ifPresent(finding -> findings.add(finding, row.rows()));
    }
    return page.next();
  }
}

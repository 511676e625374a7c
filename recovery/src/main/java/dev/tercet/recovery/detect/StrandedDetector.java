package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.ExtractionStandings;
import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.queue.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds messages that were taken and that nobody settled. */
public final class StrandedDetector implements Detector {
  private final LedgerAudit ledger;
  private final JobQueue queue;
  private final RepairPlan plan;
  private final Duration idle;

  /**
   * @param idle how long a message may stay unsettled
   */
  public StrandedDetector(LedgerAudit ledger, JobQueue queue, RepairPlan plan, Duration idle) {
    this.ledger = ledger;
    this.queue = queue;
    this.plan = plan;
    this.idle = idle;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    List<Delivery> stranded = queue.stranded(idle, RecoveryRequest.MAX_LIMIT / 100);
    if (stranded.isEmpty()) {
      return;
    }
    Set<UUID> extractions =
        stranded.stream().map(it -> it.hint().extraction()).collect(Collectors.toSet());
    Map<UUID, ExtractionStanding> standings = ExtractionStandings.of(ledger, extractions);
    for (Delivery delivery : stranded) {
      ExtractionStanding standing = standings.get(delivery.hint().extraction());
      if (standing != null && isInScope(standing, request.scope())) {
        plan.decide(new Observation.Unsettled(delivery, standing)).ifPresent(findings::add);
      }
    }
  }

  private static boolean isInScope(ExtractionStanding standing, Scope scope) {
    return switch (scope) {
      case Everything() -> true;
      case OfProject(var project) -> standing.project().equals(project);
      case OfExtraction(var _, var extraction) -> standing.extraction().equals(extraction);
    };
  }
}

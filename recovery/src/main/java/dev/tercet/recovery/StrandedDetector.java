package dev.tercet.recovery;

import dev.tercet.saga.Delivery;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds messages that were taken and that nobody settled. */
final class StrandedDetector implements Detector {
  private final LedgerAudit ledger;
  private final JobQueue queue;
  private final RepairPlan plan;
  private final Duration idle;

  /**
   * @param idle how long a message may stay unsettled
   */
  StrandedDetector(LedgerAudit ledger, JobQueue queue, RepairPlan plan, Duration idle) {
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
    Map<UUID, ExtractionStanding> fates = ExtractionStandings.of(ledger, extractions);
    for (Delivery delivery : stranded) {
      ExtractionStanding fate = fates.get(delivery.hint().extraction());
      if (fate != null && isInScope(fate, request.scope())) {
        plan.decide(new Observation.Unsettled(delivery, fate)).ifPresent(findings::add);
      }
    }
  }

  private static boolean isInScope(ExtractionStanding fate, Scope scope) {
    return switch (scope) {
      case Everything() -> true;
      case OfProject(var project) -> fate.project().equals(project);
      case OfExtraction(var _, var extraction) -> fate.extraction().equals(extraction);
    };
  }
}

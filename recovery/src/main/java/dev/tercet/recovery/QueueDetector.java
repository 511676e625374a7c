package dev.tercet.recovery;

import dev.tercet.saga.Delivery;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.JobQueue.Head;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Fate;
import dev.tercet.saga.LedgerAudit.QueuedRow;
import dev.tercet.saga.Publication;
import dev.tercet.saga.SagaStore.Due;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds rows that were never published, whose message is lost, or whose message nobody settled. */
final class QueueDetector implements Detector {
  private static final int PAGE = 1_000;

  private final LedgerAudit ledger;
  private final JobQueue queue;
  private final RepairPlan plan;
  private final RecoverySettings settings;
  private final AtomicReference<@Nullable String> checkedRunId = new AtomicReference<>();

  QueueDetector(LedgerAudit ledger, JobQueue queue, RepairPlan plan, RecoverySettings settings) {
    this.ledger = ledger;
    this.queue = queue;
    this.plan = plan;
    this.settings = settings;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    detectUnpublished(request.scope(), findings);
    detectLost(request.scope(), findings);
    detectStranded(request.scope(), findings);
  }

  private void detectUnpublished(Scope scope, Findings findings) {
    @Nullable UUID after = null;
    List<Due> page;
    do {
      page = ledger.unpublished(scope, settings.unpublishedAge(), after, PAGE);
      findings.examinedExtractions(page.size());
      for (Due due : page) {
        plan.decide(new Observation.Overdue(due)).ifPresent(findings::add);
        after = due.hint().extraction();
      }
    } while (page.size() == PAGE);
  }

  /**
   * Streams first, then rows, then the suspects' entries, then the suspects' rows once more
   * (PROTOCOL.md section 8): an entry leaves only after its claim has committed, so an entry that
   * is absent while its row still waits is lost.
   */
  private void detectLost(Scope scope, Findings findings) {
    Map<?, Head> heads =
        queue.heads().stream().collect(Collectors.toMap(Head::queue, Function.identity()));
    String runId = heads.values().stream().map(Head::runId).findFirst().orElse("");
    boolean everyRow = !runId.equals(checkedRunId.get());
    @Nullable UUID after = null;
    List<QueuedRow> page;
    do {
      page = ledger.queued(scope, after, PAGE);
      findings.examinedExtractions(page.size());
      confirmLost(
          page.stream().filter(row -> everyRow || isSuspect(row, heads)).toList(), findings);
      after = page.isEmpty() ? after : page.getLast().publication().hint().extraction();
    } while (page.size() == PAGE);
    if (scope instanceof Everything) {
      checkedRunId.set(runId);
    }
  }

  private static boolean isSuspect(QueuedRow row, Map<?, Head> heads) {
    Publication publication = row.publication();
    Head head = heads.get(publication.queue());
    if (head == null || head.lastGenerated() == null || head.oldest() == null) {
      return true;
    }
    return !publication.marker().equals(head.marker())
        || StreamId.compare(publication.messageId(), head.oldest()) < 0
        || StreamId.compare(publication.messageId(), head.lastGenerated()) > 0;
  }

  private void confirmLost(List<QueuedRow> suspects, Findings findings) {
    if (suspects.isEmpty()) {
      return;
    }
    Set<Publication> present =
        queue.present(suspects.stream().map(QueuedRow::publication).toList());
    List<QueuedRow> absent =
        suspects.stream().filter(row -> !present.contains(row.publication())).toList();
    for (QueuedRow row : absent.isEmpty() ? absent : ledger.stillQueued(absent)) {
      plan.decide(new Observation.Message(row, false)).ifPresent(findings::add);
    }
  }

  private void detectStranded(Scope scope, Findings findings) {
    List<Delivery> stranded =
        queue.stranded(settings.strandedIdle(), RecoveryRequest.MAX_LIMIT / 100);
    if (stranded.isEmpty()) {
      return;
    }
    Set<UUID> extractions =
        stranded.stream().map(it -> it.hint().extraction()).collect(Collectors.toSet());
    Map<UUID, Fate> fates = Fates.of(ledger, extractions);
    for (Delivery delivery : stranded) {
      Fate fate = fates.get(delivery.hint().extraction());
      if (fate != null && isInScope(fate, scope)) {
        plan.decide(new Observation.Unsettled(delivery, fate)).ifPresent(findings::add);
      }
    }
  }

  private static boolean isInScope(Fate fate, Scope scope) {
    return switch (scope) {
      case Everything() -> true;
      case OfProject(var project) -> fate.project().equals(project);
      case OfExtraction(var _, var extraction) -> fate.extraction().equals(extraction);
    };
  }
}

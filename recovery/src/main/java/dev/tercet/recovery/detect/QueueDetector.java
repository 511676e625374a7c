package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Observation;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds rows that were never published, or whose message is lost. */
public final class QueueDetector implements Detector {
  private static final int PAGE = 1_000;

  private final LedgerAudit ledger;
  private final JobQueue queue;
  private final RepairPlan plan;
  private final RecoverySettings settings;

  public QueueDetector(
      LedgerAudit ledger, JobQueue queue, RepairPlan plan, RecoverySettings settings) {
    this.ledger = ledger;
    this.queue = queue;
    this.plan = plan;
    this.settings = settings;
  }

  @Override
  public void detect(RecoveryRequest request, Findings findings) {
    detectUnpublished(request.scope(), findings);
    detectLost(request, findings);
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
   * How far the queues have come, then rows, then what became of their messages, then the rows of
   * the lost ones once more (docs/protocol.md §8): a message leaves its queue, and whoever has it
   * in hand, only after its claim has committed, so that what is in neither while its row still
   * waits for it is lost.
   */
  private void detectLost(RecoveryRequest request, Findings findings) {
    boolean everything = request.scope() instanceof Everything;
    boolean all = !everything || request.depth() == Depth.EXACT;
    MessageSearch search = queue.search(ledger.claimed(), settings.requeueAfter(), all);
    @Nullable UUID after = null;
    List<QueuedRow> page;
    do {
      page = ledger.queued(request.scope(), after, PAGE);
      findings.examinedExtractions(page.size());
      confirmLost(page, search, findings);
      after = page.isEmpty() ? after : page.getLast().publication().hint().extraction();
    } while (page.size() == PAGE);
    if (everything) {
      search.end();
    }
  }

  private void confirmLost(List<QueuedRow> page, MessageSearch search, Findings findings) {
    if (page.isEmpty()) {
      return;
    }
    Map<Publication, LostMessage> lost =
        queue.lost(search, page.stream().map(QueuedRow::publication).toList()).stream()
            .collect(Collectors.toMap(LostMessage::publication, Function.identity()));
    List<QueuedRow> doubtful =
        page.stream().filter(row -> lost.containsKey(row.publication())).toList();
    for (QueuedRow row : doubtful.isEmpty() ? doubtful : ledger.stillQueued(doubtful)) {
      LostMessage message = Objects.requireNonNull(lost.get(row.publication()));
      search.confirm(message);
      plan.decide(new Observation.Lost(row, message.stands())).ifPresent(findings::add);
    }
  }
}

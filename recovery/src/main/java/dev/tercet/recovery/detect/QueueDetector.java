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
import dev.tercet.saga.queue.Publication;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds rows that were never published, or whose message is lost. */
public final class QueueDetector implements Detector {
  private static final int PAGE = 1_000;

  /** Messages that their groups have not reached, and that one sweep looks for. */
  private static final int AHEAD = 10_000;

  private final LedgerAudit ledger;
  private final JobQueue queue;
  private final RepairPlan plan;
  private final RecoverySettings settings;
  private final MessageDoubts doubts;

  public QueueDetector(
      LedgerAudit ledger, JobQueue queue, RepairPlan plan, RecoverySettings settings) {
    this.ledger = ledger;
    this.queue = queue;
    this.plan = plan;
    this.settings = settings;
    doubts = new MessageDoubts(settings.requeueAfter(), AHEAD);
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
   * How far each group has come, then rows, then the doubtful ones' entries and in whose hands they
   * are, then the rows of those once more (docs/protocol.md §8): an entry leaves its group's hands,
   * and the stream, only after its claim has committed, so that what is in neither while its row
   * still waits for it is lost.
   */
  private void detectLost(RecoveryRequest request, Findings findings) {
    boolean everything = request.scope() instanceof Everything;
    MessageDoubts.Pass pass =
        doubts.begin(
            queue.heads(), ledger.claimed(), !everything || request.depth() == Depth.EXACT);
    @Nullable UUID after = null;
    List<QueuedRow> page;
    do {
      page = ledger.queued(request.scope(), after, PAGE);
      findings.examinedExtractions(page.size());
      confirmLost(page.stream().filter(pass::isDoubtful).toList(), pass, findings);
      after = page.isEmpty() ? after : page.getLast().publication().hint().extraction();
    } while (page.size() == PAGE);
    if (everything) {
      pass.end();
    }
  }

  private void confirmLost(List<QueuedRow> doubtful, MessageDoubts.Pass pass, Findings findings) {
    if (doubtful.isEmpty()) {
      return;
    }
    List<Publication> messages = doubtful.stream().map(QueuedRow::publication).toList();
    Set<Publication> present = queue.present(messages);
    List<Publication> passed = messages.stream().filter(pass::isPassed).toList();
    Set<Publication> pending = passed.isEmpty() ? Set.of() : queue.pending(passed);
    List<QueuedRow> lost =
        doubtful.stream()
            .filter(row -> {
              Publication it = row.publication();
              return !present.contains(it) || (pass.isPassed(it) && !pending.contains(it));
            })
            .toList();
    for (QueuedRow row : lost.isEmpty() ? lost : ledger.stillQueued(lost)) {
      Publication it = row.publication();
      plan.decide(
              new Observation.Message(
                  row, present.contains(it), pass.isPassed(it), pending.contains(it)))
          .ifPresent(finding -> {
            findings.add(finding);
            pass.lost(it);
          });
    }
  }
}

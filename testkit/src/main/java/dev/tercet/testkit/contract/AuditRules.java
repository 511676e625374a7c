package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore.Completion;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the audit trail tells programs. */
interface AuditRules {
  LedgerScene scene();

  private List<AuditEvent> events(UUID extraction) {
    return scene().history(extraction).stream().map(Change::event).toList();
  }

  @Test
  @DisplayName("S9: each line of the trail names its event")
  default void namesEveryEvent() {
    UUID id = scene().queued("a letter", "A").id();
    scene().postponed(scene().claimAgain(id), Duration.ZERO);
    scene().extractions().release(scene().claimAgain(id), ReleaseCause.DRAINED);
    scene().extractions().fail(scene().claimAgain(id), LedgerScene.REFUSED);
    scene().extractions().retry(scene().project(), id);
    scene().completed(scene().claimAgain(id));
    scene().done("a letter", "B");
    scene().extractions().delete(scene().project(), id);

    assertThat(events(id))
        .containsExactly(
            AuditEvent.ACCEPTED,
            AuditEvent.PUBLISHED,
            AuditEvent.CLAIMED,
            AuditEvent.POSTPONED,
            AuditEvent.CLAIMED,
            AuditEvent.DRAINED,
            AuditEvent.CLAIMED,
            AuditEvent.GIVEN_UP,
            AuditEvent.RETRIED,
            AuditEvent.CLAIMED,
            AuditEvent.COMPLETED,
            AuditEvent.NEWER_DONE,
            AuditEvent.DELETED);
  }

  @Test
  @DisplayName("S9: the trail tells apart by whom an attempt was superseded")
  default void tellsApartHowAnAttemptWasSuperseded() {
    Extraction late = scene().failed("a letter", "A");
    scene().done("a letter", "B");
    scene().extractions().retry(scene().project(), late.id());
    Claim interrupted = scene().claimed("a card", "A");

    assertThat(scene().extractions().complete(scene().claimAgain(late.id())))
        .isEqualTo(Completion.SUPERSEDED);
    scene().accepted("a card", "B");

    assertThat(List.of(late.id(), interrupted.extraction()))
        .extracting(id -> scene().history(id).getLast())
        .allMatch(it -> it.from() == Status.PROCESSING && it.to() == Status.SUPERSEDED)
        .extracting(Change::event)
        .containsExactly(AuditEvent.OVERTAKEN, AuditEvent.NEWER_ACCEPTED);
  }
}

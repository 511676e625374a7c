package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RetentionStore.Purged;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is older than its retention goes the way of every deletion (docs/protocol.md §6). */
interface RetentionRules {
  Duration DAY = Duration.ofDays(1);
  Purged NOTHING = new Purged(0, false);

  LedgerScene scene();

  private RetentionStore retention() {
    return scene().ledger().retention();
  }

  private List<Removal> deletions() {
    return scene().ledger().removalStore().due(SecondProject.EVERYTHING, 100).stream()
        .filter(removal -> removal.reason() == Reason.DELETING)
        .toList();
  }

  @Test
  @DisplayName("§6: old documents turn deleting, with their removal and their line of audit")
  default void deletesOldDocuments() {
    UUID done = scene().done("a letter", "words").id();
    scene().ledger().age(DAY.plusMinutes(1));
    UUID young = scene().done("a card", "words").id();

    assertThat(retention().purge(RetentionKind.FAILED, DAY, 10)).isEqualTo(NOTHING);
    assertThat(retention().purge(RetentionKind.DONE, DAY, 10)).isEqualTo(new Purged(1, false));

    assertThat(scene().status(done)).isEqualTo(Status.DELETING);
    assertThat(scene().path(done)).endsWith(Status.DONE, Status.DELETING);
    assertThat(scene().history(done).getLast().reason()).isEqualTo("older than its retention");
    assertThat(scene().history(done).getLast().event()).isEqualTo(AuditEvent.EXPIRED);
    assertThat(deletions()).extracting(Removal::extraction).containsExactly(done);
    assertThat(scene().ledger().reader().find(scene().project(), done)).isEmpty();
    assertThat(scene().ledger().reader().living(scene().project(), "a letter")).isEmpty();
    assertThat(scene().ledger().projects().counts(scene().project()))
        .containsEntry(Status.DONE, 1L)
        .containsEntry(Status.DELETING, 1L);
    assertThat(scene().status(young)).isEqualTo(Status.DONE);
    assertThat(retention().purge(RetentionKind.DONE, DAY, 10)).isEqualTo(NOTHING);
  }

  @Test
  @DisplayName("§6: finished, superseded and failed documents have retentions of their own")
  default void tellsFinishedFromFailed() {
    UUID superseded = scene().done("a letter", "words").id();
    UUID done = scene().done("a letter", "other words").id();
    UUID failed = scene().failed("a card", "words").id();
    UUID cancelled = scene().cancelled("a note", "words").id();
    scene().ledger().removalStore().confirmed(List.of(superseded), DAY.multipliedBy(9));
    scene().ledger().age(DAY.plusMinutes(1));

    assertThat(retention().purge(RetentionKind.FAILED, DAY, 10)).isEqualTo(new Purged(2, false));
    assertThat(scene().status(failed)).isEqualTo(Status.DELETING);
    assertThat(scene().status(cancelled)).isEqualTo(Status.DELETING);
    assertThat(scene().status(superseded)).isEqualTo(Status.SUPERSEDED);

    assertThat(retention().purge(RetentionKind.SUPERSEDED, DAY, 10))
        .isEqualTo(new Purged(1, false));
    assertThat(scene().status(superseded)).isEqualTo(Status.DELETING);
    assertThat(scene().status(done)).isEqualTo(Status.DONE);

    assertThat(retention().purge(RetentionKind.DONE, DAY, 10)).isEqualTo(new Purged(1, false));
    assertThat(scene().status(done)).isEqualTo(Status.DELETING);
    assertThat(deletions())
        .extracting(Removal::extraction)
        .containsExactlyInAnyOrder(superseded, done, failed, cancelled);
  }

  @Test
  @DisplayName("§6: what is unfinished is never too old")
  default void keepsWhatIsUnfinished() {
    scene().accepted("a letter", "words");
    scene().queued("a card", "words");
    scene().claimed("a note", "words");
    scene().ledger().age(DAY.multipliedBy(400));

    for (RetentionKind kind : RetentionKind.values()) {
      assertThat(retention().purge(kind, Duration.ZERO, 10)).as(kind.label()).isEqualTo(NOTHING);
    }
  }

  @Test
  @DisplayName("S7: a purge is a bounded batch, which says whether there may be more")
  default void purgesWithinItsLimit() {
    for (String source : List.of("a", "b", "c")) {
      scene().done(source, "words");
      scene().failed("failed " + source, "words");
      answer(Fingerprint.of(source));
    }
    scene().ledger().age(DAY.plusMinutes(1));

    for (RetentionKind kind :
        List.of(RetentionKind.DONE, RetentionKind.FAILED, RetentionKind.ANSWERS)) {
      assertThat(retention().purge(kind, DAY, 2)).isEqualTo(new Purged(2, true));
      assertThat(retention().purge(kind, DAY, 2)).isEqualTo(new Purged(1, false));
      assertThat(retention().purge(kind, DAY, 2)).isEqualTo(NOTHING);
    }
  }

  @Test
  @DisplayName("S9: the audit trail of a document has a retention of its own, from its going on")
  default void forgetsOldTrailsOfWhatHasGone() {
    UUID gone = scene().done("a letter", "words").id();
    UUID there = scene().done("a card", "words").id();
    scene().ledger().age(DAY.plusMinutes(1));
    scene().extractions().delete(scene().project(), gone);
    scene().removed(gone);
    scene().ledger().letAMomentPass();
    assertThat(retention().purge(RetentionKind.AUDIT, DAY, 10)).isEqualTo(NOTHING);
    scene().ledger().age(DAY.plusMinutes(1));

    assertThat(retention().purge(RetentionKind.AUDIT, DAY, 3)).isEqualTo(new Purged(3, true));
    assertThat(retention().purge(RetentionKind.AUDIT, DAY, 3)).isEqualTo(new Purged(1, false));
    assertThat(retention().purge(RetentionKind.AUDIT, DAY, 3)).isEqualTo(NOTHING);

    assertThat(scene().history(gone)).isEmpty();
    assertThat(scene().path(there)).containsExactly(Status.PENDING, Status.PROCESSING, Status.DONE);
  }

  @Test
  @DisplayName("§6: answers are kept as long as finished documents are")
  default void forgetsOldAnswers() {
    Fingerprint old = Fingerprint.of("old");
    Fingerprint young = Fingerprint.of("young");
    answer(old);
    scene().ledger().age(DAY.plusMinutes(1));
    answer(young);

    assertThat(retention().purge(RetentionKind.ANSWERS, DAY, 10)).isEqualTo(new Purged(1, false));

    assertThat(
            scene()
                .ledger()
                .answers()
                .find(scene().project(), scene().nextId(), List.of(old, young), Use.FOUND))
        .containsOnlyKeys(young);
  }

  @Test
  @DisplayName("§2: idempotency keys are forgotten after their own retention")
  default void forgetsOldIdempotencyKeys() {
    scene().accepted(scene().keyedSubmission("a letter", "words", "key"));
    scene().ledger().age(DAY.minusMinutes(5));
    scene().accepted(scene().keyedSubmission("a card", "words", "young"));
    assertThat(retention().purge(RetentionKind.KEYS, DAY, 10)).isEqualTo(NOTHING);
    assertThat(scene().extractions().accept(scene().keyedSubmission("a note", "words", "key")))
        .as("within its retention")
        .isInstanceOf(Acceptance.KeyReused.class);

    scene().ledger().age(Duration.ofMinutes(6));
    assertThat(retention().purge(RetentionKind.KEYS, DAY, 10)).isEqualTo(new Purged(1, false));

    scene().accepted(scene().keyedSubmission("a note", "words", "key"));
    assertThat(scene().extractions().accept(scene().keyedSubmission("a note", "words", "young")))
        .isInstanceOf(Acceptance.KeyReused.class);
  }

  private void answer(Fingerprint fingerprint) {
    ModelCall call =
        new ModelCall(
            scene().nextId(),
            scene().project(),
            scene().accepted("source " + scene().nextId(), "words").id(),
            0,
            1,
            "provider",
            "model",
            fingerprint);
    assertThat(scene().ledger().answers().ended(call, new Valid("[]"), new Usage(1, 1, 1)))
        .isPresent();
  }
}

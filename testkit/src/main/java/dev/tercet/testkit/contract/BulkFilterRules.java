package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.BulkStore.Matched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a bulk run takes, and what it does to it. */
interface BulkFilterRules {
  LedgerScene scene();

  private BulkScene runs() {
    return new BulkScene(scene());
  }

  private void takes(BulkAction action, BulkFilter filter, UUID... wanted) {
    BulkRun run = runs().ran(action, filter);
    assertThat(run.done()).isEqualTo(wanted.length);
    for (UUID extraction : wanted) {
      assertThat(scene().history(extraction).getLast().reason())
          .isEqualTo(action.reason(run.id().toString()));
    }
  }

  @Test
  @DisplayName("§11: a filter narrows by source, by code and by class")
  default void narrows() {
    UUID refused = scene().failed("a letter", "words").id();
    Claim timedOut = scene().claimed("a card", "words");
    scene().extractions().fail(timedOut, LedgerScene.TIMEOUT);
    UUID note = scene().failed("a note", "words").id();

    takes(BulkAction.RETRY, runs().ofCode("provider-timeout"), timedOut.extraction());
    takes(BulkAction.RETRY, runs().ofSource("a letter"), refused);
    takes(BulkAction.RETRY, runs().ofClass(FailureClass.POISON));
    takes(BulkAction.RETRY, runs().ofClass(FailureClass.PERMANENT), note);
  }

  @Test
  @DisplayName("§11: a filter narrows by how long something has stood in its status")
  default void narrowsByTime() {
    UUID old = scene().failed("a letter", "words").id();
    scene().ledger().age(Duration.ofHours(2));
    UUID young = scene().failed("a note", "words").id();
    Instant between = scene().ledger().now().minus(Duration.ofHours(1));

    assertThat(runs().bulk().count(BulkAction.RETRY, runs().between(null, between)).count())
        .isEqualTo(1);
    takes(BulkAction.RETRY, runs().between(null, between), old);
    takes(BulkAction.RETRY, runs().between(between, null), young);
  }

  @Test
  @DisplayName("§11: what is named and stands elsewhere is refused and counted")
  default void refusesWhatItsStatusForbids() {
    UUID done = scene().done("a letter", "words").id();
    UUID failed = scene().failed("a note", "words").id();

    BulkRun run = runs().ran(BulkAction.RETRY, runs().of(failed, done, scene().nextId()));

    assertThat(run.done()).isEqualTo(1);
    assertThat(run.refused()).isEqualTo(1);
    assertThat(scene().status(done)).isEqualTo(Status.DONE);
  }

  @Test
  @DisplayName("§11: what waits for its next attempt is hastened when that is asked for")
  default void hastensWhatWaits() {
    Claim waiting = scene().claimed("a letter", "words");
    scene().postponed(waiting, Duration.ofDays(1));
    UUID failed = scene().failed("a note", "words").id();

    BulkRun run = runs().ran(BulkAction.RETRY, runs().ofStatus(Status.PENDING));

    assertThat(run.done()).isEqualTo(1);
    assertThat(scene().claimAgain(waiting.extraction()).attempts()).isEqualTo(1);
    assertThat(scene().status(failed)).isEqualTo(Status.FAILED);
  }

  @Test
  @DisplayName("§11: cancelling takes what is under way, wherever it stands when its turn comes")
  default void cancelsWhatIsUnderWay() {
    UUID pending = scene().accepted("a letter", "words").id();
    UUID queued = scene().queued("a note", "words").id();
    UUID done = scene().done("a card", "words").id();
    BulkRun run = runs().begun(BulkAction.CANCEL, runs().all(), 100);
    scene().claimAgain(pending);
    UUID late = scene().accepted("a late letter", "words").id();

    runs().drain();

    assertThat(runs().find(run.id()).done()).isEqualTo(2);
    assertThat(scene().status(pending)).isEqualTo(Status.CANCELLED);
    assertThat(scene().status(queued)).isEqualTo(Status.CANCELLED);
    assertThat(scene().ledger().removals()).containsExactlyInAnyOrder(pending, queued);
    assertThat(scene().history(queued).getLast().event()).isEqualTo(AuditEvent.CANCELLED);
    assertThat(scene().status(done)).isEqualTo(Status.DONE);
    assertThat(scene().status(late)).isEqualTo(Status.PENDING);
  }

  @Test
  @DisplayName("§11: deleting takes everything that is meant, with its removal")
  default void deletesWhatIsMeant() {
    UUID done = scene().done("a letter", "words").id();
    UUID failed = scene().failed("a note", "words").id();

    takes(BulkAction.DELETE, runs().ofSource("a letter"), done);

    assertThat(scene().status(done)).isEqualTo(Status.DELETING);
    assertThat(scene().ledger().removals()).containsExactly(done);
    assertThat(scene().status(failed)).isEqualTo(Status.FAILED);
    takes(BulkAction.DELETE, runs().all(), failed);
  }

  @Test
  @DisplayName("§11: a discarded letter goes the way of every deletion, and its history says why")
  default void discardsWithAReason() {
    UUID letter = runs().failed(1).getFirst();
    UUID done = scene().done("a card", "words").id();
    BulkOrder order =
        new BulkOrder(
            scene().nextId(), BulkAction.DISCARD, runs().all(), 10, "all are spam", 1, false);

    BulkRun run = runs().begun(order);
    runs().drain();

    assertThat(scene().status(letter)).isEqualTo(Status.DELETING);
    assertThat(scene().status(done)).isEqualTo(Status.DONE);
    assertThat(scene().history(letter).getLast().reason())
        .isEqualTo("discarded by bulk run " + run.id() + ": all are spam");
    assertThat(scene().ledger().removals()).containsExactly(letter);
  }

  @Test
  @DisplayName(
      "§11: other projects are left alone, unless all are meant, and never another tenant's")
  default void keepsProjectsAndTenantsApart() {
    UUID here = scene().failed("a letter", "words").id();
    Claim there = new SecondProject(scene()).claimed("a letter");
    scene().extractions().fail(there, LedgerScene.REFUSED);

    BulkFilter foreign =
        new BulkFilter("another", null, Status.FAILED, null, null, null, null, null, List.of());
    runs().begun(new BulkOrder(scene().nextId(), BulkAction.REDRIVE, foreign, 10, null, 0, false));
    runs().drain();
    assertThat(runs().statuses(List.of(here, there.extraction()))).containsOnly(Status.FAILED);

    takes(BulkAction.REDRIVE, runs().all(), here);
    assertThat(scene().status(there.extraction())).isEqualTo(Status.FAILED);
    assertThat(runs().ran(BulkAction.REDRIVE, BulkScene.failedEverywhere()).done()).isEqualTo(1);
    assertThat(scene().status(there.extraction())).isEqualTo(Status.PENDING);
  }

  @Test
  @DisplayName("§11: a preview counts what a run would find, and changes nothing")
  default void counts() {
    UUID failed = scene().failed("a letter", "words").id();
    scene().failed("a note", "words");
    UUID done = scene().done("a card", "words").id();

    assertThat(runs().bulk().count(BulkAction.RETRY, runs().all()))
        .isEqualTo(new Matched(Map.of(Status.FAILED, 2L), false));
    assertThat(runs().bulk().count(BulkAction.DELETE, runs().all()))
        .isEqualTo(new Matched(Map.of(Status.FAILED, 2L, Status.DONE, 1L), false));
    assertThat(runs().bulk().count(BulkAction.DELETE, runs().ofSource("a letter")).byStatus())
        .isEqualTo(Map.of(Status.FAILED, 1L));
    assertThat(runs().bulk().count(BulkAction.RETRY, runs().of(failed, done)).count()).isEqualTo(2);
    assertThat(runs().bulk().count(BulkAction.CANCEL, runs().all()).byStatus()).isEmpty();
    assertThat(scene().path(failed)).endsWith(Status.FAILED);
  }
}

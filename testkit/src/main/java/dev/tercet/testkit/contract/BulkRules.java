package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.bulk.BulkRun.State;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.ExtractionReader.Change;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a bulk run goes, whoever works on it and whatever happens beside it. */
interface BulkRules {
  Duration SECOND = Duration.ofSeconds(1);

  LedgerScene scene();

  private BulkScene runs() {
    return new BulkScene(scene());
  }

  @Test
  @DisplayName("§11: a run takes a second's worth of its rate each second, over all who work on it")
  default void keepsToItsRate() {
    List<UUID> letters = runs().failed(5);
    BulkRun run = runs().begun(BulkAction.REDRIVE, runs().all(), 2);

    runs().drain();
    assertThat(Collections.frequency(runs().statuses(letters), Status.PENDING)).isEqualTo(2);
    assertThat(runs().find(run.id()).state()).isEqualTo(State.RUNNING);
    scene().ledger().age(SECOND);
    runs().drain();
    assertThat(Collections.frequency(runs().statuses(letters), Status.PENDING)).isEqualTo(4);
    scene().ledger().age(SECOND);
    runs().drain();

    BulkRun ended = runs().find(run.id());
    assertThat(runs().statuses(letters)).containsOnly(Status.PENDING);
    assertThat(ended.state()).isEqualTo(State.FINISHED);
    assertThat(ended.done()).isEqualTo(5);
    assertThat(ended.refused()).isZero();
    assertThat(ended.finishedAt()).isNotNull();
    assertThat(runs().bulk().workOnce()).isFalse();
  }

  @Test
  @DisplayName("§11: a run that was held up catches up for three seconds and no more")
  default void catchesUpWithinBounds() {
    List<UUID> letters = runs().failed(9);
    runs().begun(BulkAction.REDRIVE, runs().all(), 2);

    scene().ledger().age(Duration.ofMinutes(1));
    runs().drain();

    assertThat(Collections.frequency(runs().statuses(letters), Status.PENDING)).isEqualTo(8);
  }

  @Test
  @DisplayName("S9: the history shows both lives, and which run brought the second")
  default void writesBothLivesIntoTheHistory() {
    UUID letter = runs().failed(1).getFirst();

    BulkRun run = runs().ran(BulkAction.REDRIVE, runs().all());
    Claim second = scene().claimAgain(letter);
    scene().completed(second);

    assertThat(scene().path(letter))
        .containsExactly(
            Status.PENDING,
            Status.PROCESSING,
            Status.FAILED,
            Status.PENDING,
            Status.PROCESSING,
            Status.DONE);
    Change revival = scene().history(letter).get(3);
    assertThat(revival.reason()).isEqualTo("redriven by bulk run " + run.id());
    assertThat(revival.event()).isEqualTo(AuditEvent.RETRIED);
    assertThat(second.attempts()).as("every counter was reset").isEqualTo(1);
  }

  @Test
  @DisplayName("§11: what fails after the run began is not taken again by it")
  default void leavesWhatFailsLater() {
    List<UUID> letters = runs().failed(3);
    BulkRun run = runs().begun(BulkAction.REDRIVE, BulkScene.failedEverywhere(), 1);
    runs().drain();
    scene().extractions().fail(scene().claimAgain(letters.getFirst()), LedgerScene.REFUSED);
    UUID late = scene().failed("a late letter", "words").id();

    for (int i = 0; i < 5; i++) {
      scene().ledger().age(SECOND);
      runs().drain();
    }

    assertThat(runs().find(run.id()).state()).isEqualTo(State.FINISHED);
    assertThat(runs().find(run.id()).done()).isEqualTo(3);
    assertThat(runs().retries(letters)).containsExactly(1L, 1L, 1L);
    assertThat(scene().status(letters.getFirst())).isEqualTo(Status.FAILED);
    assertThat(scene().status(late)).isEqualTo(Status.FAILED);
  }

  @Test
  @DisplayName("§11: an aborted run leaves the rest alone, and ending it again changes nothing")
  default void endsWhereItStands() {
    List<UUID> letters = runs().failed(3);
    BulkRun run = runs().begun(BulkAction.REDRIVE, runs().all(), 1);
    runs().drain();

    BulkRun aborted = runs().bulk().abort(BulkScene.TENANT, run.id()).orElseThrow();
    scene().ledger().age(SECOND);
    runs().drain();

    assertThat(aborted.state()).isEqualTo(State.ABORTED);
    assertThat(aborted.done()).isEqualTo(1);
    assertThat(aborted.finishedAt()).isNotNull();
    assertThat(Collections.frequency(runs().statuses(letters), Status.FAILED)).isEqualTo(2);
    assertThat(runs().bulk().abort(BulkScene.TENANT, run.id()).orElseThrow().state())
        .isEqualTo(State.ABORTED);
  }

  @Test
  @DisplayName("§11: one that has finished cannot be aborted")
  default void staysFinished() {
    BulkRun ended = runs().ran(BulkAction.REDRIVE, runs().all());

    assertThat(runs().bulk().abort(BulkScene.TENANT, ended.id())).contains(ended);
  }

  @Test
  @DisplayName("S3: many who work at once take each extraction once")
  default void takesEachOnceWhoeverWorks() {
    List<UUID> letters = runs().failed(12);
    BulkRun run = runs().begun(BulkAction.REDRIVE, runs().all(), 4);

    for (int i = 0; i < 5; i++) {
      Race.all(
          IntStream.range(0, 4).<Callable<Boolean>>mapToObj(_ -> runs().bulk()::workOnce).toList());
      scene().ledger().age(SECOND);
    }
    runs().drain();

    assertThat(runs().retries(letters)).containsOnly(1L);
    assertThat(runs().find(run.id()).done()).isEqualTo(12);
  }

  @Test
  @DisplayName("S11: what is deleted meanwhile stays deleted")
  default void leavesWhatIsDeletedMeanwhile() {
    List<UUID> letters = runs().failed(3);
    BulkRun run = runs().begun(BulkAction.REDRIVE, runs().all(), 1);
    runs().drain();
    scene().extractions().delete(scene().project(), letters.getLast());

    for (int i = 0; i < 3; i++) {
      scene().ledger().age(SECOND);
      runs().drain();
    }

    assertThat(runs().find(run.id()).state()).isEqualTo(State.FINISHED);
    assertThat(runs().find(run.id()).done()).isEqualTo(2);
    assertThat(scene().status(letters.getLast())).isEqualTo(Status.DELETING);
  }

  @Test
  @DisplayName("S11: nothing of a deleted project changes, and its run ends")
  default void leavesDeletedProjectsAlone() {
    List<UUID> letters = runs().failed(2);
    BulkRun own = runs().begun(BulkAction.REDRIVE, runs().all(), 10);
    BulkRun everywhere = runs().begun(BulkAction.REDRIVE, BulkScene.failedEverywhere(), 10);
    scene().ledger().projects().delete(scene().project());

    runs().drain();

    assertThat(runs().find(own.id()).state()).isEqualTo(State.FINISHED);
    assertThat(runs().find(own.id()).done()).isZero();
    assertThat(runs().find(everywhere.id()).state()).isEqualTo(State.FINISHED);
    assertThat(runs().retries(letters)).containsOnly(0L);
  }

  @Test
  @DisplayName("§11: asking for a run again with its id begins no second one")
  default void beginsOnce() {
    List<UUID> letters = runs().failed(2);
    BulkOrder order = runs().order(BulkAction.REDRIVE, runs().all(), 10);
    BulkRun first = runs().begun(order);
    runs().drain();

    assertThat(runs().bulk().begin(order).orElseThrow().id()).isEqualTo(first.id());
    runs().drain();

    assertThat(runs().retries(letters)).containsOnly(1L);
    assertThat(runs().find(first.id()).done()).isEqualTo(2);
  }

  @Test
  @DisplayName("S7: no more than twenty of a tenant run at once, and a hundred of all")
  default void beginsNoMoreThanMayRun() {
    for (int n = 0; n < BulkStore.MOST_RUNNING / BulkStore.MOST_OF_TENANT; n++) {
      String tenant = "tenant " + n;
      for (int i = 0; i < BulkStore.MOST_OF_TENANT; i++) {
        assertThat(runs().bulk().begin(runs().orderOf(tenant))).isPresent();
      }
      assertThat(runs().bulk().begin(runs().orderOf(tenant))).isEmpty();
    }
    BulkOrder further = runs().orderOf("another");

    assertThat(runs().bulk().begin(further)).isEmpty();
    runs().drain();
    assertThat(runs().bulk().begin(further)).isPresent();
  }

  @Test
  @DisplayName("API: a run is its tenant's, and says what was asked for")
  default void isSeenByItsTenantOnly() {
    BulkOrder order =
        new BulkOrder(scene().nextId(), BulkAction.DISCARD, runs().all(), 7, "no use", 42, true);

    BulkRun run = runs().bulk().begin(order).orElseThrow();

    assertThat(runs().bulk().find(BulkScene.TENANT, run.id())).contains(run);
    assertThat(run.project()).isEqualTo(scene().project());
    assertThat(run.action()).isEqualTo(BulkAction.DISCARD);
    assertThat(run.rate()).isEqualTo(7);
    assertThat(run.matched()).isEqualTo(42);
    assertThat(run.more()).isTrue();
    assertThat(run.finishedAt()).isNull();
    assertThat(runs().bulk().find("another", run.id())).isEmpty();
    assertThat(runs().bulk().abort("another", run.id())).isEmpty();
    assertThat(runs().find(run.id()).state()).isEqualTo(State.RUNNING);
    assertThat(runs().bulk().find(BulkScene.TENANT, scene().nextId())).isEmpty();
  }
}

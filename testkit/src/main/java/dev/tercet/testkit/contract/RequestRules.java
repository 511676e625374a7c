package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.saga.port.ExtractionStore.Outcome.Absent;
import dev.tercet.saga.port.ExtractionStore.Outcome.Changed;
import dev.tercet.saga.port.ExtractionStore.Outcome.Refused;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person may ask for: cancel, retry, delete. */
interface RequestRules {
  LedgerScene scene();

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "QUEUED", "PROCESSING"})
  @DisplayName("States: what is under way can be cancelled, with a removal row and its audit")
  default void cancelsWhatIsUnderWay(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");

    Outcome outcome = scene().extractions().cancel(scene().project(), claim.extraction());

    assertThat(outcome).isEqualTo(new Changed(scene().find(claim.extraction())));
    assertThat(scene().status(claim.extraction())).isEqualTo(Status.CANCELLED);
    assertThat(scene().ledger().removals()).containsExactly(claim.extraction());
    assertThat(scene().history(claim.extraction()).getLast().from()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"DONE", "FAILED", "CANCELLED", "SUPERSEDED"})
  @DisplayName("S3: what has ended cannot be cancelled")
  default void refusesToCancelWhatHasEnded(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");

    refuses(scene().extractions().cancel(scene().project(), claim.extraction()), claim, status);
  }

  @Test
  @DisplayName("States: a failed extraction is tried again, with every counter reset")
  default void retriesWhatFailed() {
    Claim first = scene().claimed("a letter", "words");
    UUID extraction = first.extraction();
    scene().postponed(first, Duration.ZERO);
    Claim second = scene().claimAgain(extraction);
    scene().extractions().release(second, ReleaseCause.CRASHED);
    Claim third = scene().claimAgain(extraction);
    scene().extractions().fail(third, LedgerScene.REFUSED);

    Outcome outcome = scene().extractions().retry(scene().project(), extraction);

    assertThat(outcome).isInstanceOf(Changed.class);
    Extraction saga = scene().find(extraction);
    assertThat(saga.status()).isEqualTo(Status.PENDING);
    assertThat(saga.attempts()).isZero();
    assertThat(saga.epoch()).as("the epoch never goes back").isEqualTo(third.epoch());
    Claim fresh = scene().claimAgain(extraction);
    assertThat(fresh.attempts()).isEqualTo(1);
    assertThat(fresh.crashes()).isZero();
  }

  @Test
  @DisplayName("§7: a parked document is tried again with no crash on its account")
  default void retriesWhatWasParked() {
    UUID extraction = scene().accepted("a letter", "words").id();
    for (int crash = 0; crash < 3; crash++) {
      scene().extractions().release(scene().claimAgain(extraction), ReleaseCause.CRASHED);
    }
    assertThat(scene().status(extraction)).isEqualTo(Status.FAILED);

    scene().extractions().retry(scene().project(), extraction);

    assertThat(scene().claimAgain(extraction).crashes()).isZero();
  }

  @Test
  @DisplayName("API: one that waits for its next attempt can be told to start now")
  default void hastensWhatWaits() {
    Claim claim = scene().claimed("a letter", "words");
    scene().postponed(claim, Duration.ofDays(1));

    assertThat(scene().extractions().retry(scene().project(), claim.extraction()))
        .isInstanceOf(Changed.class);

    assertThat(scene().extractions().due(Duration.ZERO, 10)).hasSize(1);
    assertThat(scene().claimAgain(claim.extraction()).attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "QUEUED", "PROCESSING", "DONE", "CANCELLED", "SUPERSEDED"})
  @DisplayName("S3: what has not failed and does not wait cannot be retried")
  default void refusesToRetryWhatHasNotFailed(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");

    refuses(scene().extractions().retry(scene().project(), claim.extraction()), claim, status);
  }

  @ParameterizedTest
  @EnumSource(value = Status.class, names = "DELETING", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S11: everything can be deleted, is gone at once, and has a removal row")
  default void deletesWhateverItIs(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");
    UUID extraction = claim.extraction();

    Outcome outcome = scene().extractions().delete(scene().project(), extraction);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Changed.class,
            changed -> assertThat(changed.extraction().status()).isEqualTo(Status.DELETING));
    assertThat(scene().ledger().reader().find(scene().project(), extraction)).isEmpty();
    assertThat(scene().ledger().removals()).contains(extraction);
    assertThat(scene().history(extraction).getLast().from()).isEqualTo(status);
    assertThat(scene().history(extraction).getLast().to()).isEqualTo(Status.DELETING);
  }

  @Test
  @DisplayName("S11: what is being deleted can be neither retried, cancelled nor deleted again")
  default void leavesWhatIsBeingDeletedAlone() {
    UUID extraction = scene().formerClaim(Status.DELETING, "a letter").extraction();
    List<Status> before = scene().path(extraction);

    assertThat(scene().extractions().retry(scene().project(), extraction))
        .isNotInstanceOf(Changed.class);
    assertThat(scene().extractions().cancel(scene().project(), extraction))
        .isNotInstanceOf(Changed.class);
    assertThat(scene().extractions().delete(scene().project(), extraction))
        .isNotInstanceOf(Changed.class);
    assertThat(scene().path(extraction)).isEqualTo(before);
  }

  @Test
  @DisplayName("API: another project's extraction is absent")
  default void keepsProjectsApart() {
    UUID extraction = scene().failed("a letter", "words").id();
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();

    assertThat(scene().extractions().cancel(other, extraction)).isEqualTo(new Absent());
    assertThat(scene().extractions().retry(other, extraction)).isEqualTo(new Absent());
    assertThat(scene().extractions().delete(other, extraction)).isEqualTo(new Absent());
    assertThat(scene().status(extraction)).isEqualTo(Status.FAILED);
  }

  @Test
  @DisplayName("API: an extraction that never was is absent")
  default void findsNothingWhereNothingIs() {
    assertThat(scene().extractions().delete(scene().project(), scene().nextId()))
        .isEqualTo(new Absent());
  }

  private void refuses(Outcome outcome, Claim claim, Status status) {
    assertThat(outcome).isEqualTo(new Refused(status));
    assertThat(scene().status(claim.extraction())).isEqualTo(status);
    assertThat(scene().history(claim.extraction()).getLast().to()).isEqualTo(status);
  }
}

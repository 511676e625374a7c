package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore.Standing;
import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every write of an attempt names status, epoch and session, or has no effect (S3). */
interface GuardRules {
  LedgerScene scene();

  @ParameterizedTest
  @EnumSource(Act.class)
  @DisplayName("S3: the holder of the claim may act")
  default void letsTheHolderAct(Act act) {
    assertThat(act.tryOn(scene(), scene().claimed("a letter", "words"))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Act.class)
  @DisplayName("S3: an earlier attempt's epoch has no effect while a later one runs")
  default void refusesAnEarlierEpoch(Act act) {
    Claim earlier = scene().claimed("a letter", "words");
    scene().postponed(earlier, Duration.ZERO);
    scene().claimAgain(earlier.extraction());

    hasNoEffect(act, earlier);
  }

  @ParameterizedTest
  @EnumSource(Act.class)
  @DisplayName("S3: an epoch that nobody was given has no effect")
  default void refusesALaterEpoch(Act act) {
    Claim claim = scene().claimed("a letter", "words");

    hasNoEffect(act, with(claim, claim.epoch() + 1, claim.session()));
  }

  @ParameterizedTest
  @EnumSource(Act.class)
  @DisplayName("S3: another session has no effect, even with the right epoch")
  default void refusesAnotherSession(Act act) {
    Claim claim = scene().claimed("a letter", "words");

    hasNoEffect(act, with(claim, claim.epoch(), scene().openSession().id()));
  }

  @ParameterizedTest
  @EnumSource(Act.class)
  @DisplayName("S3: a claim on nothing has no effect")
  default void refusesAnAbsentExtraction(Act act) {
    Claim claim = scene().claimed("a letter", "words");
    Claim stray =
        new Claim(
            scene().nextId(),
            claim.project(),
            claim.epoch(),
            claim.session(),
            1,
            claim.stage(),
            claim.queue(),
            1,
            5,
            0);

    assertThat(act.tryOn(scene(), stray)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PROCESSING", "DONE"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S3, S11: once the claim is over, whatever ended it, nothing has an effect")
  default void refusesEveryActAfterTheClaimIsOver(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");

    for (Act act : Act.values()) {
      hasNoEffect(act, claim);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Act.class,
      names = {"COMPLETE", "COMPLETE_WITHOUT", "CLOSE"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S3: what is done stays done")
  default void refusesToTouchWhatIsDone(Act act) {
    hasNoEffect(act, scene().formerClaim(Status.DONE, "a letter"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Act.class,
      names = {"COMPLETE", "COMPLETE_WITHOUT", "CLOSE"})
  @DisplayName("S3: of all that can end an attempt at once, exactly one does")
  default void endsAnAttemptOnce(Act completing) {
    for (int round = 0; round < 10; round++) {
      Claim claim = scene().claimed("source " + round, "words");
      List<Callable<Boolean>> enders =
          new ArrayList<>(
              Stream.of(completing, Act.POSTPONE, Act.FAIL, Act.RELEASE)
                  .<Callable<Boolean>>map(act -> () -> act.tryOn(scene(), claim))
                  .toList());

      List<Boolean> effects = Race.all(enders);

      assertThat(effects).containsOnlyOnce(true);
      assertThat(scene().path(claim.extraction())).hasSize(3);
    }
  }

  @Test
  @DisplayName("S11: of a deletion and a completion at once, the deletion stands")
  default void letsDeletionWinOverCompletion() {
    for (int round = 0; round < 20; round++) {
      Claim claim = scene().claimed("source " + round, "words");
      UUID extraction = claim.extraction();

      Race.all(
          List.of(
              () -> scene().extractions().complete(claim),
              () -> scene().extractions().delete(scene().project(), extraction)));

      assertThat(scene().status(extraction)).isEqualTo(Status.DELETING);
      assertThat(scene().ledger().reader().find(scene().project(), extraction)).isEmpty();
      assertThat(scene().ledger().removals()).contains(extraction);
    }
  }

  @Test
  @DisplayName("§4: a writer of points sees status and epoch of what is there")
  default void tellsTheStandingOfExtractions() {
    Claim held = scene().claimed("one", "words");
    Claim deleted = scene().formerClaim(Status.DELETING, "two");

    assertThat(
            scene()
                .extractions()
                .standing(List.of(deleted.extraction(), scene().nextId(), held.extraction())))
        .containsExactlyInAnyOrder(
            new Standing(held.extraction(), Status.PROCESSING, held.epoch()),
            new Standing(deleted.extraction(), Status.DELETING, deleted.epoch()));
  }

  private void hasNoEffect(Act act, Claim claim) {
    List<Standing> standing = scene().extractions().standing(List.of(claim.extraction()));
    List<Change> history = scene().history(claim.extraction());
    var extraction = scene().ledger().reader().find(scene().project(), claim.extraction());
    int passages = scene().ledger().passages().page(claim.extraction(), 0, 10).size();
    var closings = new ClosingScene(scene());
    boolean isKept = closings.isKept("words");
    int entities = closings.entities().size();

    assertThat(act.tryOn(scene(), claim)).as("%s took effect", act).isFalse();

    assertThat(scene().extractions().standing(List.of(claim.extraction()))).isEqualTo(standing);
    assertThat(scene().history(claim.extraction())).isEqualTo(history);
    assertThat(scene().ledger().reader().find(scene().project(), claim.extraction()))
        .isEqualTo(extraction);
    assertThat(scene().ledger().passages().page(claim.extraction(), 0, 10)).hasSize(passages);
    assertThat(closings.isKept("words")).isEqualTo(isKept);
    assertThat(closings.entities()).hasSize(entities);
    if (standing.getFirst().status() == Status.PENDING) {
      Hint hint = new Hint(claim.extraction(), standing.getFirst().epoch());
      assertThat(scene().extractions().due(Duration.ZERO, 100))
          .as("it is still due")
          .anyMatch(due -> due.hint().equals(hint));
    }
  }

  private static Claim with(Claim claim, long epoch, UUID session) {
    return new Claim(
        claim.extraction(),
        claim.project(),
        epoch,
        session,
        claim.generation(),
        claim.stage(),
        claim.queue(),
        claim.attempts(),
        claim.maxAttempts(),
        claim.crashes());
  }
}

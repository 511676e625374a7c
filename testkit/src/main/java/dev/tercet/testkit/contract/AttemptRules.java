package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an attempt goes on, and how it ends without success. */
interface AttemptRules {
  LedgerScene scene();

  @Test
  @DisplayName("States: progress is noted without a change of status")
  default void notesProgress() {
    Claim claim = scene().claimed("a letter", "words");
    Extraction.PassageCount counted = new Extraction.PassageCount(3, 3, 0);

    assertThat(scene().extractions().advance(claim, Stage.EXTRACTED, counted, LedgerScene.ATTEMPT))
        .isTrue();

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.stage()).isEqualTo(Stage.EXTRACTED);
    assertThat(extraction.passages()).isEqualTo(counted);
    assertThat(extraction.status()).isEqualTo(Status.PROCESSING);
    assertThat(scene().path(claim.extraction())).containsExactly(Status.PENDING, Status.PROCESSING);
  }

  @Test
  @DisplayName("S5: a stage once passed stays passed")
  default void neverGoesBackAStage() {
    Claim claim = scene().claimed("a letter", "words");
    Extraction.PassageCount counted = new Extraction.PassageCount(1, 1, 1);
    scene().extractions().advance(claim, Stage.EMBEDDED, counted, LedgerScene.ATTEMPT);

    assertThat(scene().extractions().advance(claim, Stage.ACCEPTED, counted, LedgerScene.ATTEMPT))
        .isTrue();
    assertThat(scene().find(claim.extraction()).stage()).isEqualTo(Stage.EMBEDDED);
  }

  @Test
  @DisplayName("States: the next attempt starts after the stage that was passed")
  default void keepsTheStageForTheNextAttempt() {
    Claim claim = scene().claimed("a letter", "words");
    scene()
        .extractions()
        .advance(claim, Stage.EXTRACTED, Extraction.PassageCount.NONE, LedgerScene.ATTEMPT);
    scene().postponed(claim, Duration.ZERO);

    assertThat(scene().claimAgain(claim.extraction()).stage()).isEqualTo(Stage.EXTRACTED);
  }

  @Test
  @DisplayName("Flow: a postponed attempt is pending with a later due time, and says why")
  default void postponesAnAttempt() {
    Claim claim = scene().claimed("a letter", "words");

    assertThat(
            scene().extractions().postpone(claim, Duration.ofHours(1), LedgerScene.TIMEOUT, true))
        .isTrue();

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.PENDING);
    assertThat(extraction.attempts()).isEqualTo(1);
    assertThat(extraction.epoch()).isEqualTo(claim.epoch());
    assertThat(extraction.failure()).isEqualTo(LedgerScene.TIMEOUT);
    assertThat(extraction.nextAttemptAt())
        .isNotNull()
        .isBetween(
            scene().ledger().now().plus(Duration.ofMinutes(55)),
            scene().ledger().now().plus(Duration.ofMinutes(65)));
    Change change = scene().history(claim.extraction()).getLast();
    assertThat(change.from()).isEqualTo(Status.PROCESSING);
    assertThat(change.to()).isEqualTo(Status.PENDING);
    assertThat(change.worker()).isEqualTo(claim.session());
  }

  @Test
  @DisplayName("Model calls: waiting for a provider is not an attempt")
  default void doesNotCountAWait() {
    Claim claim = scene().claimed("a letter", "words");

    scene().extractions().postpone(claim, Duration.ZERO, LedgerScene.TIMEOUT, false);

    assertThat(scene().find(claim.extraction()).attempts()).isZero();
    assertThat(scene().claimAgain(claim.extraction()).attempts()).isEqualTo(1);
  }

  @Test
  @DisplayName("States: a failed attempt is failed at once, and says why")
  default void failsAnAttempt() {
    Claim claim = scene().claimed("a letter", "words");

    assertThat(scene().extractions().fail(claim, LedgerScene.REFUSED)).isTrue();

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.FAILED);
    assertThat(extraction.failure()).isEqualTo(LedgerScene.REFUSED);
    assertThat(extraction.nextAttemptAt()).isNull();
    assertThat(scene().path(claim.extraction()))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.FAILED);
    assertThat(scene().ledger().removals())
        .as("§6: the points of a failed extraction stay for a retry")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ReleaseCause.class,
      names = {"DRAINED", "LEASE_EXPIRED"})
  @DisplayName("§7: a drained or expired attempt is pending and due, and not counted")
  default void releasesAnAttemptUncounted(ReleaseCause cause) {
    Claim claim = scene().claimed("a letter", "words");

    assertThat(scene().extractions().release(claim, cause)).isTrue();

    assertThat(scene().find(claim.extraction()).attempts()).isZero();
    Claim again = scene().claimAgain(claim.extraction());
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.crashes()).isZero();
  }

  @Test
  @DisplayName("§7: crashes in a row are counted, and the third parks the document")
  default void parksWhatKillsItsWorkers() {
    Claim first = scene().claimed("a letter", "words");
    UUID extraction = first.extraction();
    scene().extractions().release(first, ReleaseCause.CRASHED);
    Claim second = scene().claimAgain(extraction);
    scene().extractions().release(second, ReleaseCause.CRASHED);
    Claim third = scene().claimAgain(extraction);
    assertThat(List.of(first.crashes(), second.crashes(), third.crashes()))
        .containsExactly(0, 1, 2);

    scene().extractions().release(third, ReleaseCause.CRASHED);

    Extraction parked = scene().find(extraction);
    assertThat(parked.status()).isEqualTo(Status.FAILED);
    assertThat(parked.failure())
        .isNotNull()
        .extracting(Failure::failureClass)
        .isEqualTo(FailureClass.POISON);
  }

  @ParameterizedTest
  @EnumSource(
      value = Act.class,
      names = {"ADVANCE", "RECORD", "LINK", "POSTPONE"})
  @DisplayName("§7: saved progress, or an attempt that ended otherwise, resets the count")
  default void forgetsCrashesOnceTheWorkerSurvives(Act act) {
    Claim first = scene().claimed("a letter", "words");
    scene().extractions().release(first, ReleaseCause.CRASHED);
    Claim second = scene().claimAgain(first.extraction());
    assertThat(second.crashes()).isEqualTo(1);

    act.tryOn(scene(), second);
    if (act != Act.POSTPONE) {
      scene().extractions().release(second, ReleaseCause.DRAINED);
    }

    assertThat(scene().claimAgain(first.extraction()).crashes()).isZero();
  }

  @Test
  @DisplayName("§7: an attempt that hung counts, and the last allowed one fails")
  default void countsWhatHung() {
    UUID extraction = scene().accepted("a letter", "words").id();
    for (int attempt = 1; attempt <= 5; attempt++) {
      Claim claim = scene().claimAgain(extraction);
      assertThat(claim.attempts()).isEqualTo(attempt);
      scene().extractions().release(claim, ReleaseCause.DEADLINE_PASSED);
    }

    Extraction saga = scene().find(extraction);
    assertThat(saga.status()).isEqualTo(Status.FAILED);
    assertThat(saga.attempts()).isEqualTo(5);
  }

  @Test
  @DisplayName("S7: messages of any content and length fit")
  default void keepsFailuresOfAnyContent() {
    Claim claim = scene().claimed("a letter", "words");
    Failure failure =
        new Failure(
            "bad-answer",
            FailureClass.PERMANENT,
            "NUL \0 '\"\\ 👩‍👩‍👧 ".repeat(1_000),
            Stage.ACCEPTED);

    scene().extractions().fail(claim, failure);

    assertThat(scene().find(claim.extraction()).failure()).isEqualTo(failure);
  }

  @Test
  @DisplayName("§3: many attempts that go on at once each get their own answer")
  default void answersEachOfManyCallers() {
    List<Claim> claims =
        IntStream.range(0, 40).mapToObj(n -> scene().claimed("source " + n, "words")).toList();
    claims.stream()
        .filter(claim -> claims.indexOf(claim) % 2 == 0)
        .forEach(claim -> scene().extractions().cancel(scene().project(), claim.extraction()));

    List<Boolean> effects =
        Race.all(
            claims.stream()
                .<Callable<Boolean>>map(claim -> () -> Act.ADVANCE.tryOn(scene(), claim))
                .toList());

    assertThat(effects)
        .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(n -> n % 2 == 1).toList());
  }
}

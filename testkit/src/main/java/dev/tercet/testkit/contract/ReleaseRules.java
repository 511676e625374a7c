package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Claims whose session is not there, and attempts that hang (docs/protocol.md §7). */
interface ReleaseRules {
  LedgerScene scene();

  private ClaimReaper reaper() {
    return scene().ledger().reaper();
  }

  private Deaths deaths() {
    return new Deaths(scene());
  }

  @Test
  @DisplayName("§7: a claim whose session has no row is given back, uncounted")
  default void releasesClaimsWithoutASession() {
    Claim claim = deaths().abandoned("a letter");

    assertThat(reaper().releaseAbandoned(10)).isEqualTo(1);

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.PENDING);
    assertThat(extraction.attempts()).isZero();
    assertThat(reaper().releaseAbandoned(10)).isZero();
  }

  @Test
  @DisplayName("§7: a claim that stayed with a closed session is given back, uncounted")
  default void releasesClaimsOfAClosedSession() {
    UUID session = scene().openSession().id();
    Claim claim = deaths().claimed(session, "a letter");
    scene().ledger().shut(session);

    assertThat(reaper().releaseAbandoned(10)).isEqualTo(1);

    assertThat(scene().find(claim.extraction()).attempts()).isZero();
    assertThat(scene().claimAgain(claim.extraction()).crashes()).isZero();
  }

  @Test
  @DisplayName("§7: claims of an open session are not abandoned, whatever its signs")
  default void leavesClaimsOfAnOpenSessionAlone() {
    Claim claim = scene().claimed("a letter", "words");
    deaths().die(scene().worker().id());
    scene().ledger().age(Deaths.SILENCE);

    assertThat(reaper().releaseAbandoned(10)).isZero();

    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PROCESSING);
  }

  @Test
  @DisplayName("§7: at most as many are given back as were asked for")
  default void releasesWithinItsLimit() {
    deaths().abandoned("a letter");
    deaths().abandoned("a card");
    deaths().abandoned("a note");

    assertThat(reaper().releaseAbandoned(2)).isEqualTo(2);
    assertThat(reaper().releaseAbandoned(2)).isEqualTo(1);

    scene().claimed("a book", "words");
    scene().claimed("a bill", "words");
    scene().ledger().age(LedgerScene.ATTEMPT.plusMillis(1));
    assertThat(reaper().releaseHung(1)).isEqualTo(1);
    assertThat(reaper().releaseHung(1)).isEqualTo(1);
    assertThat(reaper().releaseHung(1)).isZero();
  }

  @Test
  @DisplayName("S7: an attempt past its deadline is given back, counted")
  default void releasesAnAttemptPastItsDeadline() {
    Claim claim = scene().claimed("a letter", "words");
    assertThat(reaper().releaseHung(10)).isZero();

    scene().ledger().age(LedgerScene.ATTEMPT.plusMillis(1));

    assertThat(reaper().releaseHung(10)).isEqualTo(1);
    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.PENDING);
    assertThat(extraction.attempts()).isEqualTo(1);
  }

  @Test
  @DisplayName("§3: progress renews the deadline")
  default void leavesAnAttemptAloneThatMoves() {
    Claim claim = scene().claimed("a letter", "words");
    scene().ledger().age(LedgerScene.ATTEMPT.minusMinutes(1));
    assertThat(Act.ADVANCE.tryOn(scene(), claim)).isTrue();
    scene().ledger().age(LedgerScene.ATTEMPT.minusMinutes(1));

    assertThat(reaper().releaseHung(10)).isZero();
  }

  @Test
  @DisplayName("S7: the last allowed attempt that hangs is a failure, and no poison")
  default void failsTheLastAttemptThatHangs() {
    UUID id = scene().accepted("a swamp", "words").id();
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(scene().status(id)).isEqualTo(Status.PENDING);
      scene().claimAgain(id);
      scene().ledger().age(LedgerScene.ATTEMPT.plusMillis(1));
      assertThat(reaper().releaseHung(10)).isEqualTo(1);
    }

    assertThat(scene().status(id)).isEqualTo(Status.FAILED);
    assertThat(Optional.ofNullable(scene().find(id).failure()))
        .contains(
            new Failure(
                "attempt-deadline",
                FailureClass.TRANSIENT,
                "attempt 5 did not end before its deadline",
                Stage.ACCEPTED));
  }
}

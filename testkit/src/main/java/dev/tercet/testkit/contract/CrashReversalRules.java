package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.WorkerSessions.Session;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A worker that was declared dead and lives on clears its documents (docs/protocol.md §7). */
interface CrashReversalRules {
  LedgerScene scene();

  private Deaths deaths() {
    return new Deaths(scene());
  }

  private int crashesAtTheNextClaim(UUID extraction) {
    Claim claim = scene().claimAgain(extraction);
    assertThat(scene().extractions().release(claim, ReleaseCause.DRAINED)).isTrue();
    return claim.crashes();
  }

  /** A session that holds it loses its connection and is ended for that. */
  private UUID lostWhileHolding(UUID extraction) {
    UUID session = scene().openSession().id();
    deaths().claimed(session, scene().find(extraction));
    deaths().die(session);
    assertThat(deaths().end(session)).isPresent();
    return session;
  }

  private void reopen(UUID former) {
    try (Session session = scene().reopenSession(former)) {
      assertThat(session.id()).isNotEqualTo(former);
      assertThat(session.beat()).isTrue();
    }
  }

  @Test
  @DisplayName("§7: who registers anew takes the crashes of its former session back")
  default void takesCrashesBack() {
    UUID letter = scene().accepted("a letter", "words").id();
    UUID session = lostWhileHolding(letter);

    reopen(session);

    assertThat(crashesAtTheNextClaim(letter)).isZero();
    assertThat(scene().path(letter))
        .startsWith(Status.PENDING, Status.PROCESSING, Status.PENDING, Status.PROCESSING);
  }

  @Test
  @DisplayName("§7: crashes of other sessions stay counted")
  default void leavesTheCrashesOfOthers() {
    UUID letter = scene().accepted("a letter", "words").id();
    UUID card = scene().accepted("a card", "words").id();
    deaths().crashOn(letter);
    deaths().crashOn(card);
    UUID session = lostWhileHolding(letter);

    reopen(session);
    reopen(session);

    assertThat(crashesAtTheNextClaim(letter)).isEqualTo(1);
    assertThat(crashesAtTheNextClaim(card)).isEqualTo(1);
  }

  @Test
  @DisplayName("§7: a crash is taken back though another was counted after it")
  default void takesAnEarlierCrashBack() {
    UUID letter = scene().accepted("a letter", "words").id();
    UUID first = lostWhileHolding(letter);
    UUID second = lostWhileHolding(letter);

    reopen(first);
    assertThat(crashesAtTheNextClaim(letter)).isEqualTo(1);
    reopen(second);
    assertThat(crashesAtTheNextClaim(letter)).isZero();
  }

  @Test
  @DisplayName("§7: a crash that progress has cleared is not taken from a later one")
  default void leavesACountThatBeganAnew() {
    UUID letter = scene().accepted("a letter", "words").id();
    UUID session = lostWhileHolding(letter);
    Claim claim = scene().claimAgain(letter);
    assertThat(scene().postponed(claim, Duration.ZERO)).isTrue();
    deaths().crashOn(letter);

    reopen(session);

    assertThat(crashesAtTheNextClaim(letter)).isEqualTo(1);
  }

  @Test
  @DisplayName("§7: whoever works on it by now goes on, and the count is lower")
  default void leavesTheNextAttemptAlone() {
    UUID letter = scene().accepted("a letter", "words").id();
    UUID session = lostWhileHolding(letter);
    Claim next = scene().claimAgain(letter);
    assertThat(next.crashes()).isEqualTo(1);

    reopen(session);

    assertThat(scene().status(letter)).isEqualTo(Status.PROCESSING);
    assertThat(scene().extractions().release(next, ReleaseCause.DRAINED)).isTrue();
    assertThat(crashesAtTheNextClaim(letter)).isZero();
  }

  @Test
  @DisplayName("§7: what was parked by a crash that was none is pending again")
  default void unparksWhatItParked() {
    UUID bomb = scene().accepted("a bomb", "words").id();
    deaths().crashOn(bomb);
    deaths().crashOn(bomb);
    UUID session = lostWhileHolding(bomb);
    UUID refused = scene().failed("a refused one", "words").id();
    assertThat(scene().status(bomb)).isEqualTo(Status.FAILED);

    reopen(session);

    assertThat(scene().status(bomb)).isEqualTo(Status.PENDING);
    assertThat(scene().path(bomb)).endsWith(Status.FAILED, Status.PENDING);
    assertThat(scene().history(bomb).getLast().reason()).isEqualTo("its worker lived on");
    assertThat(scene().history(bomb).getLast().event()).isEqualTo(AuditEvent.CRASH_TAKEN_BACK);
    assertThat(scene().find(bomb).nextAttemptAt()).isBeforeOrEqualTo(scene().ledger().now());
    assertThat(scene().ledger().projects().counts(scene().project()))
        .containsEntry(Status.PENDING, 1L)
        .containsEntry(Status.FAILED, 1L);
    assertThat(scene().status(refused)).isEqualTo(Status.FAILED);
    assertThat(crashesAtTheNextClaim(bomb)).isEqualTo(2);
  }

  @Test
  @DisplayName("S11: what was cancelled or deleted meanwhile stays so")
  default void leavesWhatHasEnded() {
    UUID cancelled = scene().accepted("a letter", "words").id();
    UUID session = lostWhileHolding(cancelled);
    scene().extractions().cancel(scene().project(), cancelled);

    reopen(session);

    assertThat(scene().status(cancelled)).isEqualTo(Status.CANCELLED);
  }
}

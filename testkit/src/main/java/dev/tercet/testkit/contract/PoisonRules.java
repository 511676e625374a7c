package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper.Ended;
import dev.tercet.saga.port.WorkerSessions.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A document that takes its workers with it is parked, and no other (docs/protocol.md §7). */
interface PoisonRules {
  LedgerScene scene();

  private Deaths deaths() {
    return new Deaths(scene());
  }

  @Test
  @DisplayName("S7: the third crash in a row parks a document as poison")
  default void parksAtTheLastCrash() {
    UUID id = scene().accepted("a bomb", "words").id();

    assertThat(deaths().crashOn(id)).isEqualTo(Deaths.released(ReleaseCause.CRASHED, 1));
    assertThat(deaths().crashOn(id)).isEqualTo(Deaths.released(ReleaseCause.CRASHED, 1));
    assertThat(deaths().crashOn(id)).isEqualTo(new Ended(ReleaseCause.CRASHED, 0, 1));

    Extraction parked = scene().find(id);
    assertThat(parked.status()).isEqualTo(Status.FAILED);
    assertThat(Optional.ofNullable(parked.failure()))
        .contains(
            new Failure(
                "worker-crashed",
                FailureClass.POISON,
                "its worker died 3 times in a row while it ran; retry it once the cause is known",
                Stage.ACCEPTED));
  }

  @Test
  @DisplayName("§7: a stale heartbeat counts towards nothing")
  default void doesNotCountAStaleHeartbeat() {
    UUID id = crashedTwice("a slow one");
    for (int time = 0; time < Deaths.MAX_CRASHES; time++) {
      UUID session = scene().openSession().id();
      deaths().claimed(session, scene().find(id));
      deaths().hang(session);

      assertThat(deaths().end(session)).contains(Deaths.released(ReleaseCause.LEASE_EXPIRED, 1));
    }

    assertThat(scene().claimAgain(id).crashes()).isEqualTo(2);
  }

  @Test
  @DisplayName("§7: a drain counts towards nothing")
  default void doesNotCountADrain() {
    UUID id = crashedTwice("a letter");
    for (int time = 0; time < Deaths.MAX_CRASHES; time++) {
      try (Session session = scene().openSession()) {
        deaths().claimed(session.id(), scene().find(id));
      }
    }

    assertThat(scene().claimAgain(id).crashes()).isEqualTo(2);
  }

  @Test
  @DisplayName("§7: saved progress begins the count anew")
  default void countsAnewAfterProgress() {
    UUID id = crashedTwice("a long one");
    UUID session = scene().openSession().id();
    Claim claim = deaths().claimed(session, scene().find(id));
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "words"))).isTrue();

    deaths().die(session);

    assertThat(deaths().end(session)).contains(Deaths.released(ReleaseCause.CRASHED, 1));
    assertThat(scene().claimAgain(id).crashes()).isEqualTo(1);
  }

  @Test
  @DisplayName("§7: an attempt that ends otherwise clears the name of its document")
  default void countsAnewAfterAnAttemptThatEndedOtherwise() {
    UUID id = crashedTwice("a letter");
    assertThat(scene().postponed(scene().claimAgain(id), Duration.ZERO)).isTrue();

    assertThat(scene().claimAgain(id).crashes()).isZero();
  }

  @Test
  @DisplayName("§7: ending all others at once counts, too")
  default void countsWhenAllOthersAreEnded() {
    UUID id = crashedTwice("a bomb");
    deaths().claimed(scene().worker().id(), scene().find(id));

    List<Ended> ended = scene().ledger().reaper().endAllBut(List.of(), Deaths.MAX_CRASHES);

    assertThat(ended).containsExactly(new Ended(ReleaseCause.CRASHED, 0, 1));
    assertThat(scene().status(id)).isEqualTo(Status.FAILED);
  }

  private UUID crashedTwice(String source) {
    UUID id = scene().accepted(source, "words").id();
    deaths().crashOn(id);
    deaths().crashOn(id);
    return id;
  }
}

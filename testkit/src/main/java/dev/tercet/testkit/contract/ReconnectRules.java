package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper.SeenSession;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Whoever has just lost the database does not take others for dead that lost it, too
 * (docs/protocol.md §7).
 */
interface ReconnectRules {
  LedgerScene scene();

  private Deaths deaths() {
    return new Deaths(scene());
  }

  private List<DeadClaim> dead() {
    return scene().ledger().audit().deadClaims(SecondProject.EVERYTHING, Deaths.LEASE, null, 10);
  }

  private List<SeenSession> seen() {
    return scene().ledger().reaper().sessions(Deaths.LEASE);
  }

  @Test
  @DisplayName("§7: a free lock does not count within one lease of a reconnect")
  default void trustsNoFreeLockAfterAReconnect() {
    Claim claim = scene().claimed("a letter", "words");
    UUID session = scene().worker().id();
    deaths().die(session);

    scene().ledger().reconnected();

    assertThat(seen()).hasSize(1).noneMatch(SeenSession::lockFree);
    assertThat(dead()).isEmpty();
    assertThat(deaths().end(session)).isEmpty();
    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PROCESSING);
  }

  @Test
  @DisplayName("§7: a stale heartbeat does not count within one lease of a reconnect")
  default void trustsNoStaleHeartbeatAfterAReconnect() {
    Claim claim = scene().claimed("a letter", "words");
    UUID session = scene().worker().id();
    deaths().hang(session);

    scene().ledger().reconnected();

    assertThat(seen()).hasSize(1).noneMatch(SeenSession::stale);
    assertThat(dead()).isEmpty();
    assertThat(deaths().end(session)).isEmpty();
    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PROCESSING);
  }

  @Test
  @DisplayName("§7: one lease after a reconnect the signs count again")
  default void trustsSignsAgainOneLeaseLater() {
    Claim claim = scene().claimed("a letter", "words");
    UUID session = scene().worker().id();
    deaths().die(session);
    scene().ledger().reconnected();
    assertThat(dead()).isEmpty();

    scene().ledger().age(Deaths.LEASE.plusMillis(1));

    assertThat(seen()).allMatch(SeenSession::lockFree);
    assertThat(dead()).extracting(DeadClaim::extraction).containsExactly(claim.extraction());
    assertThat(deaths().end(session)).contains(Deaths.released(ReleaseCause.CRASHED, 1));
  }

  @Test
  @DisplayName("§7: claims that no session holds, or that hang, are dead all the same")
  default void findsWhatNeedsNoSignAfterAReconnect() {
    Claim hung = scene().claimed("a letter", "words");
    deaths().die(scene().worker().id());
    scene().ledger().age(LedgerScene.ATTEMPT.plusMillis(1));
    Claim rowless = deaths().abandoned("a card");

    scene().ledger().reconnected();

    assertThat(dead())
        .extracting(DeadClaim::extraction, DeadClaim::cause)
        .containsExactlyInAnyOrder(
            tuple(hung.extraction(), ReleaseCause.DEADLINE_PASSED),
            tuple(rowless.extraction(), ReleaseCause.DRAINED));
  }

  @Test
  @DisplayName("§7: who alone can be alive ends all others, reconnected or not")
  default void endsAllOthersAfterAReconnect() {
    scene().claimed("a letter", "words");
    scene().ledger().reconnected();

    assertThat(scene().ledger().reaper().endAllBut(List.of(), Deaths.MAX_CRASHES))
        .containsExactly(Deaths.released(ReleaseCause.CRASHED, 1));
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper.Ended;
import dev.tercet.saga.port.ClaimReaper.SeenSession;
import dev.tercet.saga.port.WorkerSessions.Session;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Only the dead are ended, and each of them once (docs/protocol.md §7). */
interface SessionEndRules {
  LedgerScene scene();

  private Deaths deaths() {
    return new Deaths(scene());
  }

  @Test
  @DisplayName("§7: a free lock ends a session, and its claims are given back")
  default void endsASessionWhoseLockIsFree() {
    Claim claim = scene().claimed("a letter", "words");
    scene().claimed("a card", "words");
    UUID session = scene().worker().id();
    deaths().die(session);

    Optional<Ended> ended = deaths().end(session);

    assertThat(ended).contains(Deaths.released(ReleaseCause.CRASHED, 2));
    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.PENDING);
    assertThat(extraction.attempts()).isEqualTo(1);
    assertThat(extraction.nextAttemptAt()).isBeforeOrEqualTo(scene().ledger().now());
    assertThat(scene().history(claim.extraction()).getLast().worker()).isEqualTo(session);
  }

  @Test
  @DisplayName("§7: a stale heartbeat ends a session that still has its lock, uncounted")
  default void endsASessionWhoseHeartbeatIsStale() {
    Claim claim = scene().claimed("a letter", "words");
    UUID session = scene().worker().id();
    deaths().hang(session);

    Optional<Ended> ended = deaths().end(session);

    assertThat(ended).contains(Deaths.released(ReleaseCause.LEASE_EXPIRED, 1));
    assertThat(scene().find(claim.extraction()).attempts()).isZero();
    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PENDING);
  }

  @Test
  @DisplayName("§7: a session that has its lock and beats is left alone")
  default void refusesToEndALiveSession() {
    Claim claim = scene().claimed("a letter", "words");
    deaths().awaitSignsThatCount();
    assertThat(scene().worker().beat()).isTrue();

    assertThat(deaths().end(scene().worker().id())).isEmpty();

    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PROCESSING);
    assertThat(scene().worker().beat()).isTrue();
  }

  @Test
  @DisplayName("§7: no sign counts within one lease of the server's start")
  default void waitsOneLeaseAfterTheServersStart() {
    scene().claimed("a letter", "words");
    UUID session = scene().worker().id();
    deaths().die(session);

    assertThat(scene().ledger().reaper().end(session, Deaths.LONGEST, 3)).isEmpty();
    assertThat(scene().ledger().reaper().sessions(Deaths.LONGEST))
        .noneMatch(SeenSession::lockFree)
        .noneMatch(SeenSession::stale);

    assertThat(deaths().end(session)).isPresent();
  }

  @Test
  @DisplayName("§7: of many who find a session dead, one ends it")
  default void endsASessionOnce() {
    Claim claim = scene().claimed("a letter", "words");
    UUID session = scene().worker().id();
    deaths().die(session);

    List<Optional<Ended>> ended =
        Race.all(
            IntStream.range(0, 6)
                .<Callable<Optional<Ended>>>mapToObj(_ -> () -> deaths().end(session))
                .toList());

    assertThat(ended.stream().flatMap(Optional::stream))
        .containsExactly(Deaths.released(ReleaseCause.CRASHED, 1));
    assertThat(deaths().end(session)).isEmpty();
    assertThat(deaths().end(UUID.randomUUID())).isEmpty();
    assertThat(scene().path(claim.extraction()))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.PENDING);
  }

  @Test
  @DisplayName("§7: who finds its row closed must register anew, and its writes are void")
  default void fencesWhoWasEnded() {
    Claim claim = scene().claimed("a letter", "words");
    deaths().hang(scene().worker().id());
    deaths().end(scene().worker().id());

    assertThat(scene().worker().beat()).isFalse();
    for (Act act : Act.values()) {
      assertThat(act.tryOn(scene(), claim)).as("%s took effect", act).isFalse();
    }
  }

  @Test
  @DisplayName("§7: open sessions are listed, oldest first, with signs and claims")
  default void listsOpenSessions() {
    scene().ledger().letAMomentPass();
    Session second = scene().openSession();
    scene().openSession().close();
    scene().claimed("a letter", "words");
    scene().claimed("a card", "words");
    deaths().claimed(second.id(), "a note");
    deaths().die(second.id());
    assertThat(scene().worker().beat()).isTrue();

    List<SeenSession> seen = scene().ledger().reaper().sessions(Deaths.LEASE);

    assertThat(seen)
        .extracting(SeenSession::id)
        .containsExactly(scene().worker().id(), second.id());
    assertThat(seen).extracting(SeenSession::lockFree).containsExactly(false, true);
    assertThat(seen.getFirst().stale()).isFalse();
    assertThat(seen).extracting(SeenSession::claims).containsExactly(2, 1);
    assertThat(seen.getFirst().worker().host()).isEqualTo("contract");
    assertThat(seen.getFirst().heartbeatAt()).isAfterOrEqualTo(seen.getFirst().startedAt());
  }

  @Test
  @DisplayName("§7: who alone can be alive ends all others at once, without a sign")
  default void endsAllOthersAtOnce() {
    Claim claim = scene().claimed("a letter", "words");
    List<Session> own = List.of(scene().openSession(), scene().openSession());
    Claim mine = deaths().claimed(own.getFirst().id(), "a card");

    List<Ended> ended =
        scene().ledger().reaper().endAllBut(own.stream().map(Session::id).toList(), 3);

    assertThat(ended).containsExactly(Deaths.released(ReleaseCause.CRASHED, 1));
    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PENDING);
    assertThat(scene().status(mine.extraction())).isEqualTo(Status.PROCESSING);
    assertThat(own).allMatch(Session::beat);
    assertThat(scene().worker().beat()).isFalse();
    UUID next = own.getLast().id();
    assertThat(deaths().claimed(next, scene().find(claim.extraction())).crashes()).isEqualTo(1);
  }
}

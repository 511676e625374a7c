package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.WorkerSessions.Held;
import dev.tercet.saga.port.WorkerSessions.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of worker sessions must keep (docs/protocol.md §7). */
public abstract class WorkerSessionsContract extends OnLedger implements CrashReversalRules {

  @Test
  @DisplayName("§7: an open session beats")
  void beatsWhileItIsOpen() {
    try (Session session = scene().openSession()) {
      assertThat(session.beat()).isTrue();
      scene().ledger().letAMomentPass();
      assertThat(session.beat()).isTrue();
    }
  }

  @Test
  @DisplayName("§1: every session has its own id")
  void drawsAnIdForEverySession() {
    List<Session> sessions =
        Race.all(
            IntStream.range(0, 6).<Callable<Session>>mapToObj(_ -> scene()::openSession).toList());

    assertThat(sessions.stream().map(Session::id).distinct()).hasSize(6);
    sessions.forEach(Session::close);
  }

  @Test
  @DisplayName("§3: a session knows which claims Postgres says it holds")
  void listsWhatItHolds() {
    Claim mine = scene().claimed("a letter", "words");
    Claim over = scene().claimed("a note", "words");
    scene().completed(over);
    try (Session other = scene().openSession()) {
      Extraction extraction = scene().accepted("a card", "words");
      scene()
          .extractions()
          .claim(List.of(LedgerScene.hint(extraction)), other.id(), LedgerScene.ATTEMPT);

      List<Held> held = scene().worker().held();

      assertThat(held).hasSize(1);
      assertThat(held.getFirst().extraction()).isEqualTo(mine.extraction());
      assertThat(held.getFirst().epoch()).isEqualTo(mine.epoch());
      assertThat(held.getFirst().since()).isBeforeOrEqualTo(scene().ledger().now());
      assertThat(other.held()).extracting(Held::extraction).containsExactly(extraction.id());
    }
  }

  @Test
  @DisplayName("§7: closing a session is a drain: its claims are given back, uncounted")
  void givesClaimsBackWhenItCloses() {
    Claim claim = scene().claimed("a letter", "words");
    Claim done = scene().formerClaim(Status.DONE, "a note");

    scene().worker().close();

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.status()).isEqualTo(Status.PENDING);
    assertThat(extraction.attempts()).isZero();
    assertThat(scene().path(claim.extraction()))
        .containsExactly(Status.PENDING, Status.PROCESSING, Status.PENDING);
    assertThat(scene().history(claim.extraction()).getLast().worker()).isEqualTo(claim.session());
    assertThat(scene().status(done.extraction())).isEqualTo(Status.DONE);
    assertThat(scene().extractions().due(Duration.ZERO, 10)).hasSize(1);
  }

  @Test
  @DisplayName("§7: what a closed session gave back is claimed without a crash")
  void countsADrainNeitherAsAttemptNorAsCrash() {
    Claim claim = scene().claimed("a letter", "words");
    scene().worker().close();
    try (Session next = scene().openSession()) {
      List<Claim> claims =
          scene()
              .extractions()
              .claim(
                  List.of(LedgerScene.hint(scene().find(claim.extraction()))),
                  next.id(),
                  LedgerScene.ATTEMPT);

      assertThat(claims).hasSize(1);
      assertThat(claims.getFirst().attempts()).isEqualTo(1);
      assertThat(claims.getFirst().crashes()).isZero();
    }
  }

  @Test
  @DisplayName("§7: a closed session must drop all its work")
  void tellsAClosedSessionSo() {
    Session session = scene().openSession();
    session.close();

    assertThat(session.beat()).isFalse();
    assertThat(session.held()).isEmpty();
  }

  @Test
  @DisplayName("S3: what a closed session still tries has no effect")
  void fencesAClosedSession() {
    Claim claim = scene().claimed("a letter", "words");
    scene().worker().close();

    for (Act act : Act.values()) {
      assertThat(act.tryOn(scene(), claim)).as("%s took effect", act).isFalse();
    }
  }

  @Test
  @DisplayName("S5: closing twice does nothing more")
  void closesOnce() {
    Claim claim = scene().claimed("a letter", "words");
    scene().worker().close();

    scene().worker().close();

    assertThat(scene().path(claim.extraction())).hasSize(3);
  }

  @Test
  @DisplayName("S3: closing one session leaves the claims of another alone")
  void leavesTheClaimsOfOthersAlone() {
    Claim claim = scene().claimed("a letter", "words");
    Session other = scene().openSession();

    other.close();

    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PROCESSING);
    assertThat(scene().worker().beat()).isTrue();
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.SessionClosedException;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claiming: one winner, one growing epoch (docs/protocol.md §1 and §3). */
interface ClaimRules {
  LedgerScene scene();

  @Test
  @DisplayName("§3: a queued extraction is claimed by its message")
  default void claimsWhatIsQueued() {
    Extraction extraction = scene().queued("a letter", "words");

    Claim claim = scene().claim(extraction);

    Extraction held = scene().find(extraction.id());
    assertThat(held.status()).isEqualTo(Status.PROCESSING);
    assertThat(held.epoch()).isEqualTo(claim.epoch());
    assertThat(held.startedAt()).isNotNull();
    assertThat(claim)
        .isEqualTo(
            new Claim(
                extraction.id(),
                scene().project(),
                claim.epoch(),
                scene().worker().id(),
                1,
                extraction.stage(),
                extraction.queue(),
                1,
                5,
                0));
  }

  @Test
  @DisplayName("§3: a worker may be faster than the relay")
  default void claimsWhatIsPendingAndDue() {
    Claim claim = scene().claimed("a letter", "words");

    assertThat(scene().path(claim.extraction())).containsExactly(Status.PENDING, Status.PROCESSING);
  }

  @Test
  @DisplayName("S9: the audit trail tells who claimed, and at which epoch")
  default void auditsTheClaim() {
    Claim claim = scene().claimed("a letter", "words");

    Change change = scene().history(claim.extraction()).getLast();

    assertThat(change.from()).isEqualTo(Status.PENDING);
    assertThat(change.to()).isEqualTo(Status.PROCESSING);
    assertThat(change.epoch()).isEqualTo(claim.epoch());
    assertThat(change.worker()).isEqualTo(scene().worker().id());
  }

  @Test
  @DisplayName("§1: an epoch lies near the database's clock in microseconds, and grows")
  default void drawsGrowingEpochsFromTheClock() {
    long before = scene().ledger().now().toEpochMilli() * 1_000;
    Claim first = scene().claimed("a letter", "words");
    scene().postponed(first, Duration.ZERO);

    Claim second = scene().claimAgain(first.extraction());

    assertThat(first.epoch()).isBetween(before, before + Duration.ofHours(1).toNanos() / 1_000);
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(second.attempts()).isEqualTo(2);
  }

  @Test
  @DisplayName("§3: what is due later is not claimed before")
  default void refusesWhatIsNotDue() {
    Claim claim = scene().claimed("a letter", "words");
    scene().postponed(claim, Duration.ofDays(1));

    assertThat(claim(new Hint(claim.extraction(), claim.epoch()))).isEmpty();
  }

  @Test
  @DisplayName("§4: a postponed extraction is claimed once its delay is over")
  default void claimsWhatHasBecomeDue() {
    Claim first = scene().claimed("a letter", "words");
    scene().postponed(first, Duration.ofMillis(20));
    Hint hint = new Hint(first.extraction(), first.epoch());
    List<Claim> claims = new ArrayList<>();

    scene()
        .until(
            "the postponed extraction is claimed",
            () -> {
              claims.addAll(claim(hint));
              return !claims.isEmpty();
            });

    assertThat(claims).hasSize(1);
    assertThat(claims.getFirst().attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "QUEUED"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S3: only queued and due extractions are claimed")
  default void refusesEveryOtherStatus(Status status) {
    Claim former = scene().formerClaim(status, "a letter");
    List<Status> before = scene().path(former.extraction());

    assertThat(claim(new Hint(former.extraction(), former.epoch()))).isEmpty();
    assertThat(scene().path(former.extraction())).isEqualTo(before);
  }

  @Test
  @DisplayName("S3: a message of another epoch claims nothing")
  default void refusesAHintOfAnotherEpoch() {
    Claim former = scene().formerClaim(Status.QUEUED, "a letter");

    assertThat(claim(new Hint(former.extraction(), former.epoch() - 1))).isEmpty();
    assertThat(claim(new Hint(former.extraction(), former.epoch() + 1))).isEmpty();
    assertThat(claim(new Hint(former.extraction(), 0))).isEmpty();
    assertThat(claim(new Hint(former.extraction(), former.epoch()))).hasSize(1);
  }

  @Test
  @DisplayName("§3: lost hints return nothing, the others their claims")
  default void claimsWhatItCanOfABatch() {
    Extraction free = scene().accepted("one", "words");
    Claim held = scene().claimed("two", "words");
    Extraction alsoFree = scene().queued("three", "words");
    List<Hint> hints =
        List.of(
            LedgerScene.hint(alsoFree),
            new Hint(held.extraction(), 0),
            new Hint(scene().nextId(), 0),
            LedgerScene.hint(free));

    List<Claim> claims =
        scene().extractions().claim(hints, scene().worker().id(), LedgerScene.ATTEMPT);

    assertThat(claims)
        .extracting(Claim::extraction)
        .containsExactlyInAnyOrder(free.id(), alsoFree.id());
  }

  @Test
  @DisplayName("S5: a doubled message is claimed once, in one batch or in two")
  default void claimsADoubledMessageOnce() {
    Hint hint = LedgerScene.hint(scene().queued("a letter", "words"));

    assertThat(
            scene()
                .extractions()
                .claim(List.of(hint, hint), scene().worker().id(), LedgerScene.ATTEMPT))
        .hasSize(1);
    assertThat(claim(hint)).isEmpty();
    assertThat(scene().path(hint.extraction()))
        .containsExactly(Status.PENDING, Status.QUEUED, Status.PROCESSING);
  }

  @Test
  @DisplayName("§7: a session that is closed or unknown claims nothing")
  default void joinsOnlyAnOpenSession() {
    Hint hint = LedgerScene.hint(scene().queued("a letter", "words"));
    Session closed = scene().openSession();
    closed.close();

    for (UUID session : List.of(closed.id(), UUID.randomUUID())) {
      assertThatThrownBy(
              () -> scene().extractions().claim(List.of(hint), session, LedgerScene.ATTEMPT))
          .isInstanceOf(SessionClosedException.class);
    }

    assertThat(scene().path(hint.extraction())).containsExactly(Status.PENDING, Status.QUEUED);
    assertThat(claim(hint)).hasSize(1);
  }

  @Test
  @DisplayName("§7: a session that is closed while it claims keeps nothing")
  default void leavesNoClaimToASessionThatIsClosedMeanwhile() {
    for (int round = 0; round < 20; round++) {
      Hint hint = LedgerScene.hint(scene().accepted("source " + round, "words"));
      Session session = scene().openSession();

      Race.outcomes(
          List.<Callable<Object>>of(
              () -> scene().extractions().claim(List.of(hint), session.id(), LedgerScene.ATTEMPT),
              () -> {
                session.close();
                return session;
              }));

      assertThat(scene().status(hint.extraction())).isEqualTo(Status.PENDING);
    }
  }

  @Test
  @DisplayName("S7: no hints, no claims")
  default void claimsNothingForNoHints() {
    assertThat(scene().extractions().claim(List.of(), scene().worker().id(), LedgerScene.ATTEMPT))
        .isEmpty();
  }

  @Test
  @DisplayName("S3: of workers that claim the same messages at once, each message has one winner")
  default void hasOneWinnerForEachHint() {
    List<Hint> hints =
        IntStream.range(0, 40)
            .mapToObj(n -> LedgerScene.hint(scene().accepted("source " + n, "words")))
            .toList();
    List<UUID> sessions = IntStream.range(0, 8).mapToObj(_ -> scene().openSession().id()).toList();

    List<Claim> claims =
        Race.all(
                sessions.stream()
                    .<Callable<List<Claim>>>map(session -> () -> claimShuffled(hints, session))
                    .toList())
            .stream()
            .flatMap(List::stream)
            .toList();

    assertThat(claims).hasSize(40);
    assertThat(claims.stream().map(Claim::extraction)).doesNotHaveDuplicates();
    assertThat(claims)
        .allSatisfy(claim -> {
          assertThat(scene().find(claim.extraction()).epoch()).isEqualTo(claim.epoch());
          assertThat(scene().history(claim.extraction()).getLast().worker())
              .isEqualTo(claim.session());
        });
  }

  private List<Claim> claimShuffled(Collection<Hint> hints, UUID session) {
    List<Hint> mine = new ArrayList<>(hints);
    Collections.shuffle(mine);
    return scene().extractions().claim(mine, session, LedgerScene.ATTEMPT);
  }

  private List<Claim> claim(Hint hint) {
    return scene().extractions().claim(List.of(hint), scene().worker().id(), LedgerScene.ATTEMPT);
  }
}

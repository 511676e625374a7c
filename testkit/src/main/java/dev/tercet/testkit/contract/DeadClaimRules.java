package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Claims whose holder is dead or late (docs/protocol.md §7). */
interface DeadClaimRules {
  LedgerScene scene();

  private Deaths deaths() {
    return new Deaths(scene());
  }

  private List<DeadClaim> dead(Scope scope, Duration lease) {
    return Paging.all(
        DeadClaim::extraction,
        (Optional<UUID> after) ->
            scene().ledger().audit().deadClaims(scope, lease, after.orElse(null), Paging.LIMIT));
  }

  private List<DeadClaim> dead() {
    return dead(SecondProject.EVERYTHING, Deaths.LEASE);
  }

  private static DeadClaim dead(Claim claim, ReleaseCause cause) {
    return new DeadClaim(
        claim.project(), claim.extraction(), claim.epoch(), claim.session(), cause);
  }

  @Test
  @DisplayName("§7: the claim of a session that beats is not dead")
  default void leavesOutWhatIsHeld() {
    scene().claimed("a letter", "words");
    scene().accepted("a card", "words");
    deaths().awaitSignsThatCount();
    assertThat(scene().worker().beat()).isTrue();

    assertThat(dead()).isEmpty();
  }

  @Test
  @DisplayName("§7: a claim whose session has no row is dead, whatever the server's age")
  default void findsClaimsWithoutASession() {
    Claim claim = deaths().abandoned("a letter");

    assertThat(dead(SecondProject.EVERYTHING, Deaths.LONGEST))
        .containsExactly(dead(claim, ReleaseCause.DRAINED));
  }

  @Test
  @DisplayName("§7: a claim whose session is closed is dead, whatever the server's age")
  default void findsClaimsOfAClosedSession() {
    Claim claim = scene().claimed("a letter", "words");
    scene().ledger().shut(claim.session());

    assertThat(dead(SecondProject.EVERYTHING, Deaths.LONGEST))
        .containsExactly(dead(claim, ReleaseCause.DRAINED));
  }

  @Test
  @DisplayName("§7: a free lock makes a claim dead, once the server has been there a lease")
  default void findsClaimsOfAFreeLock() {
    Claim claim = scene().claimed("a letter", "words");
    deaths().die(scene().worker().id());

    assertThat(dead()).containsExactly(dead(claim, ReleaseCause.CRASHED));
    assertThat(dead(SecondProject.EVERYTHING, Deaths.LONGEST)).isEmpty();
  }

  @Test
  @DisplayName("§7: a stale heartbeat makes a claim dead")
  default void findsClaimsOfAStaleHeartbeat() {
    Claim claim = scene().claimed("a letter", "words");
    deaths().hang(scene().worker().id());

    assertThat(dead()).containsExactly(dead(claim, ReleaseCause.LEASE_EXPIRED));
    assertThat(dead(SecondProject.EVERYTHING, Deaths.LONGEST)).isEmpty();
  }

  @Test
  @DisplayName("§7: an attempt past its deadline is dead, though its session beats")
  default void findsAttemptsPastTheirDeadline() {
    Claim claim = scene().claimed("a letter", "words");
    scene().ledger().age(LedgerScene.ATTEMPT.plusMillis(1));
    assertThat(scene().worker().beat()).isTrue();

    assertThat(dead()).containsExactly(dead(claim, ReleaseCause.DEADLINE_PASSED));
  }

  @Test
  @DisplayName("§7: of several signs the free lock is named, since it alone counts")
  default void namesTheFreeLockFirst() {
    Claim claim = scene().claimed("a letter", "words");
    deaths().die(scene().worker().id());
    scene().ledger().age(LedgerScene.ATTEMPT.plusMillis(1));

    assertThat(dead()).containsExactly(dead(claim, ReleaseCause.CRASHED));
  }

  @Test
  @DisplayName("S7: dead claims are found by id, page by page, and within their scope")
  default void pagesWithinItsScope() {
    SecondProject other = new SecondProject(scene());
    List<Claim> mine =
        Stream.of("a", "b", "c", "d", "e").map(source -> deaths().abandoned(source)).toList();
    Claim theirs = other.claimed("a letter");
    scene().ledger().shut(theirs.session());

    assertThat(dead(SecondProject.scopeOf(scene()), Deaths.LEASE))
        .isEqualTo(mine.stream().map(claim -> dead(claim, ReleaseCause.DRAINED)).toList());
    assertThat(dead(other.scope(), Deaths.LEASE))
        .containsExactly(dead(theirs, ReleaseCause.DRAINED));
    assertThat(dead()).hasSize(6);
    UUID third = mine.get(2).extraction();
    assertThat(dead(SecondProject.scopeOf(scene(), third), Deaths.LEASE))
        .extracting(DeadClaim::extraction)
        .containsExactly(third);
    assertThat(dead(other.scope(third), Deaths.LEASE)).isEmpty();
  }
}

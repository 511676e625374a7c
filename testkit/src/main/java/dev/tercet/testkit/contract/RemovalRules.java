package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Scope;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.PassagePoint;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The outbox of points that must go, from the first look to the second (docs/protocol.md §6). */
interface RemovalRules {
  Duration HOUR = Duration.ofHours(1);

  LedgerScene scene();

  private RemovalStore removals() {
    return scene().ledger().removalStore();
  }

  private List<UUID> due(Scope scope) {
    return removals().due(scope, 100).stream().map(Removal::extraction).toList();
  }

  private List<UUID> due() {
    return due(SecondProject.EVERYTHING);
  }

  @Test
  @DisplayName("S11: whatever leaves is due at once, with its reason")
  default void isDueAtOnce() {
    UUID superseded = scene().accepted("a letter", "words").id();
    scene().accepted("a letter", "other words");
    UUID cancelled = scene().cancelled("a card", "words").id();
    UUID deleted = scene().done("a note", "words").id();
    scene().extractions().delete(scene().project(), deleted);

    List<Removal> due = removals().due(SecondProject.EVERYTHING, 10);

    assertThat(due).extracting(Removal::extraction).contains(superseded, cancelled, deleted);
    assertThat(due)
        .extracting(Removal::reason)
        .containsExactlyInAnyOrder(Reason.SUPERSEDED, Reason.CANCELLED, Reason.DELETING);
    assertThat(due).allMatch(removal -> removal.project().equals(scene().project()));
    assertThat(due).allMatch(removal -> removal.confirmedAt() == null);
    assertThat(due).allMatch(removal -> !removal.createdAt().isAfter(scene().ledger().now()));
  }

  @Test
  @DisplayName("S7: the longest due is first, and no more than asked for")
  default void listsTheLongestDueFirst() {
    List<UUID> cancelled = new ArrayList<>();
    for (String source : List.of("a", "b", "c")) {
      cancelled.add(scene().cancelled(source, "words").id());
      scene().ledger().letAMomentPass();
    }
    assertThat(due()).isEqualTo(cancelled);

    removals().failed(cancelled.subList(0, 1), "the store is away", Duration.ZERO);

    assertThat(removals().due(SecondProject.EVERYTHING, 2))
        .extracting(Removal::extraction)
        .containsExactly(cancelled.get(1), cancelled.get(2));
  }

  @Test
  @DisplayName("S11: removals of another project are out of scope")
  default void keepsToItsScope() {
    SecondProject other = new SecondProject(scene());
    UUID mine = scene().cancelled("a letter", "words").id();
    UUID mineToo = scene().cancelled("a card", "words").id();
    UUID theirs = other.accepted("a letter");
    scene().extractions().cancel(other.id(), theirs);

    assertThat(due(SecondProject.scopeOf(scene()))).containsExactlyInAnyOrder(mine, mineToo);
    assertThat(due(SecondProject.scopeOf(scene(), mine))).containsExactly(mine);
    assertThat(due(other.scope())).containsExactly(theirs);
    assertThat(due(other.scope(mine))).isEmpty();
    assertThat(removals().unconfirmed(SecondProject.EVERYTHING)).isEqualTo(3);
    assertThat(removals().unconfirmed(SecondProject.scopeOf(scene()))).isEqualTo(2);
    assertThat(removals().unconfirmed(other.scope(theirs))).isEqualTo(1);
    assertThat(removals().unconfirmed(other.scope(mine))).isZero();
  }

  @Test
  @DisplayName("§6: the second look is due only after its wait, and is no drift meanwhile")
  default void waitsForTheSecondLook() {
    UUID id = scene().cancelled("a letter", "words").id();

    removals().confirmed(List.of(id), HOUR);

    assertThat(due()).isEmpty();
    assertThat(removals().unconfirmed(SecondProject.EVERYTHING)).isZero();
    assertThat(scene().ledger().removals()).containsExactly(id);
    scene().ledger().age(HOUR.minusMinutes(1));
    assertThat(due()).isEmpty();
    scene().ledger().age(Duration.ofMinutes(2));
    assertThat(removals().due(SecondProject.EVERYTHING, 10))
        .hasSize(1)
        .allMatch(removal -> removal.confirmedAt() != null);
  }

  @Test
  @DisplayName("S7: what failed is due again after its wait, and stays drift")
  default void isDueAgainAfterAFailure() {
    UUID id = scene().cancelled("a letter", "words").id();

    removals().failed(List.of(id), "the store is away \u0000", HOUR);

    assertThat(due()).isEmpty();
    assertThat(removals().unconfirmed(SecondProject.EVERYTHING)).isEqualTo(1);
    scene().ledger().age(HOUR.plusMinutes(1));
    assertThat(due()).containsExactly(id);
  }

  @Test
  @DisplayName("S11: who deletes what was only superseded begins the removal anew")
  default void beginsAnewForAnotherReason() {
    UUID id = scene().cancelled("a letter", "words").id();
    removals().confirmed(List.of(id), HOUR);

    scene().extractions().delete(scene().project(), id);

    assertThat(removals().due(SecondProject.EVERYTHING, 10))
        .extracting(Removal::reason)
        .containsExactly(Reason.DELETING);
    assertThat(removals().unconfirmed(SecondProject.EVERYTHING)).isEqualTo(1);
  }

  @Test
  @DisplayName("§6: the points of all passages are listed, confirmed absent or not")
  default void listsPointsOfAllPassages() {
    List<UUID> extractions = new ArrayList<>();
    List<PassagePoint> points = new ArrayList<>();
    for (String source : List.of("a", "b")) {
      Claim claim = scene().claimed(source, "words");
      extractions.add(claim.extraction());
      List<Passage> passages =
          List.of(
              scene().passage(claim, 0, "first"),
              scene().passage(claim, 1, "second"),
              scene().passage(claim, 2, "third"));
      assertThat(scene().recorded(claim, passages.toArray(Passage[]::new))).isTrue();
      passages.forEach(it ->
          points.add(
              new PassagePoint(
                  it.extraction(), it.ordinal(), Objects.requireNonNull(it.embeddingId()))));
      scene().extractions().cancel(scene().project(), claim.extraction());
    }
    points.sort(
        Comparator.comparing(PassagePoint::extraction, EmbeddingId.ORDER)
            .thenComparingInt(PassagePoint::ordinal));
    assertThat(passagePoints(extractions)).isEqualTo(points);

    removals().confirmed(extractions.subList(0, 1), HOUR);

    assertThat(scene().ledger().passages().page(extractions.getFirst(), 0, 10))
        .hasSize(3)
        .allMatch(passage -> passage.embeddingId() == null);
    assertThat(passagePoints(extractions)).as("for the second look").isEqualTo(points);
    assertThat(passagePoints(extractions.subList(0, 1))).hasSize(3);
    assertThat(passagePoints(List.of())).isEmpty();
  }

  @Test
  @DisplayName("S1: what has no removal keeps its points, whatever was confirmed")
  default void leavesThePointsOfTheLiving() {
    Claim claim = scene().claimed("a letter", "words");
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "first"))).isTrue();

    removals().confirmed(List.of(claim.extraction()), HOUR);

    assertThat(scene().ledger().passages().page(claim.extraction(), 0, 10))
        .hasSize(1)
        .allMatch(passage -> passage.embeddingId() != null);
  }

  private List<PassagePoint> passagePoints(List<UUID> extractions) {
    return Paging.all(
        id -> id,
        (Optional<PassagePoint> after) ->
            removals().passagePoints(extractions, after.orElse(null), Paging.LIMIT));
  }
}

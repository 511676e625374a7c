package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.LedgerAudit.Fate;
import dev.tercet.saga.LedgerAudit.Leaving;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of the extraction that a point names (docs/protocol.md §8). */
interface FateRules {
  LedgerScene scene();

  private LedgerAudit audit() {
    return scene().ledger().audit();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("§8: a fate is status, epoch and whether a removal row sees to the points")
  default void tellsTheFate(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");

    Leaving leaving =
        switch (status) {
          case SUPERSEDED, CANCELLED, DELETING -> Leaving.OPEN;
          case PENDING, QUEUED, PROCESSING, DONE, FAILED -> Leaving.NO;
        };
    assertThat(audit().fates(List.of(claim.extraction())))
        .containsExactly(
            new Fate(claim.extraction(), scene().project(), status, claim.epoch(), leaving));
  }

  @Test
  @DisplayName("§6: a removal whose points are confirmed absent waits for its second look")
  default void tellsThatARemovalWaitsForItsSecondLook() {
    UUID id = scene().cancelled("a letter", "words").id();

    scene().ledger().removalStore().confirmed(List.of(id), Duration.ofMinutes(5));

    assertThat(audit().fates(List.of(id)))
        .containsExactly(new Fate(id, scene().project(), Status.CANCELLED, 0, Leaving.CONFIRMED));
  }

  @Test
  @DisplayName("§8: when the removal is over, nobody sees to the points any more")
  default void tellsThatARemovalIsOver() {
    UUID id = scene().cancelled("a letter", "words").id();

    scene().removed(id);

    assertThat(audit().fates(List.of(id)))
        .containsExactly(new Fate(id, scene().project(), Status.CANCELLED, 0, Leaving.NO));
  }

  @Test
  @DisplayName("§8: what has no row has no fate; those of all projects are told")
  default void looksAcrossProjects() {
    UUID mine = scene().accepted("a letter", "words").id();
    UUID theirs = new SecondProject(scene()).accepted("a letter");
    UUID gone = scene().accepted("a card", "words").id();
    scene().sagas().delete(scene().project(), gone);
    scene().removed(gone);

    assertThat(audit().fates(List.of(theirs, gone, UUID.randomUUID(), mine)))
        .extracting(Fate::extraction)
        .containsExactlyInAnyOrder(mine, theirs);
    assertThat(audit().fates(List.of())).isEmpty();
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.RemovalState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of the extraction that a point names (docs/protocol.md §8). */
interface StandingRules {
  LedgerScene scene();

  private LedgerAudit audit() {
    return scene().ledger().audit();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("§8: a standing is status, epoch and whether a removal row sees to the points")
  default void tellsTheFate(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");

    RemovalState removalState =
        switch (status) {
          case SUPERSEDED, CANCELLED, DELETING -> RemovalState.OPEN;
          case PENDING, QUEUED, PROCESSING, DONE, FAILED -> RemovalState.NO;
        };
    assertThat(audit().standings(List.of(claim.extraction())))
        .containsExactly(
            new ExtractionStanding(
                claim.extraction(), scene().project(), status, claim.epoch(), removalState));
  }

  @Test
  @DisplayName("§6: a removal whose points are confirmed absent waits for its second look")
  default void tellsThatARemovalWaitsForItsSecondLook() {
    UUID id = scene().cancelled("a letter", "words").id();

    scene().ledger().removalStore().confirmed(List.of(id), Duration.ofMinutes(5));

    assertThat(audit().standings(List.of(id)))
        .containsExactly(
            new ExtractionStanding(
                id, scene().project(), Status.CANCELLED, 0, RemovalState.CONFIRMED));
  }

  @Test
  @DisplayName("§8: when the removal is over, nobody sees to the points any more")
  default void tellsThatARemovalIsOver() {
    UUID id = scene().cancelled("a letter", "words").id();

    scene().removed(id);

    assertThat(audit().standings(List.of(id)))
        .containsExactly(
            new ExtractionStanding(id, scene().project(), Status.CANCELLED, 0, RemovalState.NO));
  }

  @Test
  @DisplayName("§8: what has no row has no standing; those of all projects are told")
  default void looksAcrossProjects() {
    UUID mine = scene().accepted("a letter", "words").id();
    UUID theirs = new SecondProject(scene()).accepted("a letter");
    UUID gone = scene().accepted("a card", "words").id();
    scene().extractions().delete(scene().project(), gone);
    scene().removed(gone);

    assertThat(audit().standings(List.of(theirs, gone, UUID.randomUUID(), mine)))
        .extracting(ExtractionStanding::extraction)
        .containsExactlyInAnyOrder(mine, theirs);
    assertThat(audit().standings(List.of())).isEmpty();
  }
}

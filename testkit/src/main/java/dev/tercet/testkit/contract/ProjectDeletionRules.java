package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.RemovalState;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Followed;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a project that was deleted (docs/protocol.md §6). */
interface ProjectDeletionRules {
  LedgerScene scene();

  private RemovalStore removals() {
    return scene().ledger().removalStore();
  }

  @Test
  @DisplayName("S11: a deleted project goes when its last extraction has gone, and not before")
  default void dropsADeletedProjectWhenItIsEmpty() {
    UUID done = scene().done("a letter", "words").id();
    UUID failed = scene().failed("a card", "words").id();
    UUID deleted = scene().project();
    scene().projectDeleted(deleted);
    assertThat(removals().due(SecondProject.EVERYTHING, 10))
        .hasSize(2)
        .allMatch(removal -> removal.reason() == Reason.DELETING)
        .extracting(Removal::extraction)
        .containsExactlyInAnyOrder(done, failed);
    assertThat(scene().history(done).getLast().event()).isEqualTo(AuditEvent.PROJECT_DELETED);

    scene().removed(done);
    assertThat(removals().dropDeletedProjects()).isZero();
    assertThat(scene().ledger().projects().find(deleted)).isPresent();
    scene().removed(failed);

    assertThat(removals().dropDeletedProjects()).isEqualTo(1);
    assertThat(scene().ledger().projects().find(deleted)).isEmpty();
    assertThat(removals().dropDeletedProjects()).isZero();
    assertThat(scene().path(done)).endsWith(Status.DELETING);
  }

  @Test
  @DisplayName("S11: a living project stays, though it has nothing in it")
  default void keepsLivingProjects() {
    SecondProject other = new SecondProject(scene());
    scene().projectDeleted(other.id());

    assertThat(removals().dropDeletedProjects()).isEqualTo(1);

    assertThat(scene().ledger().projects().find(scene().project())).isPresent();
    assertThat(scene().ledger().projects().find(other.id())).isEmpty();
  }

  @Test
  @DisplayName("§1: a slug begins anew after its project is gone")
  default void beginsASlugAnew() {
    SecondProject first = new SecondProject(scene());
    UUID extraction = first.accepted("a letter");
    scene().projectDeleted(first.id());
    SecondProject second = new SecondProject(scene());
    scene().removed(extraction);

    assertThat(removals().dropDeletedProjects()).isEqualTo(1);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(scene().ledger().projects().find("tenant", "notes"))
        .hasValueSatisfying(project -> assertThat(project.id()).isEqualTo(second.id()));
    UUID again = second.accepted("a letter");
    assertThat(scene().ledger().reader().find(second.id(), again))
        .hasValueSatisfying(saga -> assertThat(saga.generation()).isEqualTo(1));
  }

  @Test
  @DisplayName("§6: a tombstone is one act; its project follows page by page, and once")
  default void followsATombstonePageByPage() {
    List<UUID> doomed = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      doomed.add(scene().accepted("letter " + n, "words").id());
    }
    UUID spared = new SecondProject(scene()).accepted("a letter");
    scene().ledger().projects().delete(scene().project());
    assertThat(scene().ledger().removals()).isEmpty();
    assertThat(removals().untouched(100)).isEqualTo(5);
    assertThat(removals().untouched(3)).isEqualTo(3);
    assertThat(removals().dropDeletedProjects()).isZero();

    assertThat(removals().followTombstones(2).turned()).isEqualTo(2);
    assertThat(removals().untouched(100)).isEqualTo(3);
    assertThat(scene().ledger().removals()).hasSize(2);
    assertThat(removals().followTombstones(2).turned()).isEqualTo(2);
    assertThat(removals().followTombstones(2).turned()).isEqualTo(1);

    assertThat(removals().followTombstones(2)).isEqualTo(new Followed(0, false));
    assertThat(removals().untouched(100)).isZero();
    assertThat(scene().ledger().removals()).containsExactlyInAnyOrderElementsOf(doomed);
    assertThat(doomed)
        .allSatisfy(
            id -> assertThat(scene().path(id)).containsExactly(Status.PENDING, Status.DELETING));
    assertThat(scene().status(spared)).isEqualTo(Status.PENDING);
  }

  @Test
  @DisplayName("S11: behind a tombstone nothing is published, claimed, released, or found lost")
  default void leavesWhatIsBehindATombstoneAlone() {
    Extraction pending = scene().accepted("a letter", "words");
    UUID queued = scene().queued("a note", "words").id();
    Claim claim = scene().claimed("a card", "words");
    Hint hint = LedgerScene.hint(pending);
    assertThat(scene().recorded(claim, scene().passage(claim, 0, "words"))).isTrue();
    scene().ledger().projects().delete(scene().project());
    scene().ledger().age(LedgerScene.ATTEMPT.multipliedBy(2));
    LedgerAudit audit = scene().ledger().audit();

    assertThat(scene().extractions().due(Duration.ZERO, 10)).isEmpty();
    assertThat(
            scene().extractions().claim(List.of(hint), scene().worker().id(), LedgerScene.ATTEMPT))
        .isEmpty();
    assertThat(audit.unpublished(SecondProject.EVERYTHING, Duration.ZERO, null, 10)).isEmpty();
    assertThat(audit.queued(SecondProject.EVERYTHING, null, 10)).isEmpty();
    assertThat(audit.deadClaims(SecondProject.EVERYTHING, LedgerScene.ATTEMPT, null, 10)).isEmpty();
    assertThat(scene().ledger().reaper().releaseHung(10)).isZero();
    assertThat(scene().ledger().reaper().endAllBut(List.of(), 3))
        .extracting(ClaimReaper.Ended::released)
        .containsOnly(0);
    assertThat(scene().ledger().reaper().releaseAbandoned(10)).isZero();
    assertThat(audit.pointRows(SecondProject.EVERYTHING, "model", null, 10))
        .extracting(LedgerAudit.PointRow::status)
        .containsExactly(Status.DELETING);
    List<UUID> all = List.of(pending.id(), queued, claim.extraction());
    assertThat(audit.standings(all))
        .hasSize(3)
        .allMatch(it -> it.status() == Status.DELETING && it.removalState() == RemovalState.OPEN);
    assertThat(scene().extractions().standing(all))
        .hasSize(3)
        .allMatch(it -> it.status() == Status.DELETING);
  }

  @Test
  @DisplayName("§1: a name without a living project means the one that was deleted last")
  default void findsTheNewestTombstone() {
    SecondProject first = new SecondProject(scene());
    assertThat(scene().ledger().projects().findDeleted("tenant", "notes")).isEmpty();
    scene().ledger().projects().delete(first.id());
    scene().ledger().letAMomentPass();
    SecondProject second = new SecondProject(scene());
    assertThat(scene().ledger().projects().findDeleted("tenant", "notes"))
        .hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(first.id()));

    scene().ledger().projects().delete(second.id());

    assertThat(scene().ledger().projects().findDeleted("tenant", "notes"))
        .hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(second.id()));
    assertThat(scene().ledger().projects().findDeleted("another", "notes")).isEmpty();
  }
}

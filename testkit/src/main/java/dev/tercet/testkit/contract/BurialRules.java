package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.RemovalStore.Reason;
import dev.tercet.saga.RemovalStore.Removal;
import dev.tercet.saga.Status;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a project that was deleted (PROTOCOL.md section 6). */
interface BurialRules {
  LedgerScene scene();

  private RemovalStore removals() {
    return scene().ledger().removalStore();
  }

  @Test
  @DisplayName("S11: a buried project goes when its last extraction has gone, and not before")
  default void dropsABuriedProjectWhenItIsEmpty() {
    UUID done = scene().done("a letter", "words").id();
    UUID failed = scene().failed("a card", "words").id();
    UUID buried = scene().project();
    assertThat(scene().ledger().projects().bury(buried)).isTrue();
    assertThat(removals().due(SecondProject.EVERYTHING, 10))
        .hasSize(2)
        .allMatch(removal -> removal.reason() == Reason.DELETING)
        .extracting(Removal::extraction)
        .containsExactlyInAnyOrder(done, failed);

    removals().finished(List.of(done));
    assertThat(removals().dropBuriedProjects()).isZero();
    assertThat(scene().ledger().projects().find(buried)).isPresent();
    removals().finished(List.of(failed));

    assertThat(removals().dropBuriedProjects()).isEqualTo(1);
    assertThat(scene().ledger().projects().find(buried)).isEmpty();
    assertThat(removals().dropBuriedProjects()).isZero();
    assertThat(scene().path(done)).endsWith(Status.DELETING);
  }

  @Test
  @DisplayName("S11: a living project stays, though it has nothing in it")
  default void keepsLivingProjects() {
    SecondProject other = new SecondProject(scene());
    scene().ledger().projects().bury(other.id());

    assertThat(removals().dropBuriedProjects()).isEqualTo(1);

    assertThat(scene().ledger().projects().find(scene().project())).isPresent();
    assertThat(scene().ledger().projects().find(other.id())).isEmpty();
  }

  @Test
  @DisplayName("PROTOCOL 1: a slug begins anew after its project is gone")
  default void beginsASlugAnew() {
    SecondProject first = new SecondProject(scene());
    UUID extraction = first.accepted("a letter");
    scene().ledger().projects().bury(first.id());
    SecondProject second = new SecondProject(scene());
    removals().finished(List.of(extraction));

    assertThat(removals().dropBuriedProjects()).isEqualTo(1);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(scene().ledger().projects().find("tenant", "notes"))
        .hasValueSatisfying(project -> assertThat(project.id()).isEqualTo(second.id()));
    UUID again = second.accepted("a letter");
    assertThat(scene().ledger().reader().find(second.id(), again))
        .hasValueSatisfying(saga -> assertThat(saga.generation()).isEqualTo(1));
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Acceptance.NoProject;
import dev.tercet.saga.Submission;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Accepting for a project that was changed since it was looked up (docs/protocol.md §2). */
interface FormerVersionRules {
  LedgerScene scene();

  @Test
  @DisplayName("A project that has changed accepts nothing under its former version")
  default void acceptsNothingUnderAFormerVersion() {
    Submission early = scene().submission("a letter", "Dear Sir");
    Submission late = scene().submission("another", "Dear Madam");
    scene().accepted(early);
    scene().changeSchema("{\"type\":\"object\"}");

    assertThat(scene().extractions().accept(late)).isEqualTo(new NoProject());
    assertThat(scene().extractions().accept(early))
        .isInstanceOfSatisfying(
            Accepted.class, it -> assertThat(it.extraction().id()).isEqualTo(early.id()));
    assertThat(scene().accepted(Submissions.ofVersion(2, late)).generation()).isEqualTo(1);
  }

  @Test
  @DisplayName("What is refused for its version leaves neither a key nor a generation behind")
  default void leavesNothingOfWhatIsRefusedForItsVersion() {
    Submission there = scene().submission("a letter", "Dear Sir");
    scene().accepted(there);
    Submission stale = Submissions.keyed(scene().submission("a letter", "Dear Madam"), "my key");
    Submission staleAndNew = Submissions.keyed(scene().submission("new", "Dear Madam"), "my other");
    scene().changeSchema("{\"type\":\"object\"}");

    assertThat(scene().extractions().accept(stale)).isEqualTo(new NoProject());
    assertThat(scene().extractions().accept(staleAndNew)).isEqualTo(new NoProject());

    Submission next = Submissions.keyed(scene().submission("a letter", "Dear all"), "my key");
    assertThat(scene().accepted(next).generation()).isEqualTo(2);
    Submission other = Submissions.keyed(scene().submission("new", "Dear all"), "my other");
    assertThat(scene().accepted(other).generation()).isEqualTo(1);
  }

  @Test
  @DisplayName("Of a batch only what comes under a former version is refused")
  default void refusesOfABatchWhatComesUnderAFormerVersion() {
    List<Submission> stale =
        IntStream.range(0, 20).mapToObj(n -> scene().submission("old " + n, "words")).toList();
    scene().changeSchema("{\"type\":\"object\"}");
    List<Submission> fresh =
        IntStream.range(0, 20).mapToObj(n -> scene().submission("new " + n, "words")).toList();

    List<Acceptance> all =
        Race.all(
            Stream.concat(stale.stream(), fresh.stream())
                .<Callable<Acceptance>>map(it -> () -> scene().extractions().accept(it))
                .toList());

    assertThat(all.subList(0, 20)).containsOnly(new NoProject());
    assertThat(all.subList(20, 40)).allMatch(Accepted.class::isInstance);
  }
}

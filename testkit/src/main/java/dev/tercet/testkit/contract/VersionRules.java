package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions of one source (docs/protocol.md §2). */
interface VersionRules {
  LedgerScene scene();

  @Test
  @DisplayName("§2: A, B, A gives three generations, and the last wins")
  default void givesEachReturnToAnOldTextAGenerationOfItsOwn() {
    Extraction first = scene().accepted("a letter", "A");
    Extraction second = scene().accepted("a letter", "B");
    Extraction third = scene().accepted("a letter", "A");

    assertThat(List.of(first.generation(), second.generation(), third.generation()))
        .containsExactly(1L, 2L, 3L);
    assertThat(scene().status(first.id())).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().status(second.id())).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().status(third.id())).isEqualTo(Status.PENDING);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "QUEUED", "PROCESSING"})
  @DisplayName("§2: a newer version ends the unfinished older one, with a removal row")
  default void supersedesTheUnfinishedOlderVersion(Status status) {
    UUID older = scene().formerClaim(status, "a letter").extraction();
    long epoch = scene().find(older).epoch();

    scene().accepted("a letter", "other words");

    assertThat(scene().status(older)).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().ledger().removals()).containsExactly(older);
    assertThat(scene().history(older).getLast().from()).isEqualTo(status);
    assertThat(scene().history(older).getLast().to()).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().history(older).getLast().epoch()).isEqualTo(epoch);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"DONE", "FAILED", "CANCELLED"})
  @DisplayName("S12: a newer version leaves the finished, failed or cancelled older one alone")
  default void leavesWhatEndedAlone(Status status) {
    UUID older = scene().formerClaim(status, "a letter").extraction();
    List<Status> before = scene().path(older);

    scene().accepted("a letter", "other words");

    assertThat(scene().status(older)).isEqualTo(status);
    assertThat(scene().path(older)).isEqualTo(before);
  }

  @Test
  @DisplayName("§2: versions of other sources are left alone")
  default void keepsSourcesApart() {
    Extraction letter = scene().accepted("a letter", "Dear Sir");
    Extraction note = scene().accepted("a note", "Dear Sir");

    assertThat(note.generation()).isEqualTo(1);
    assertThat(scene().status(letter.id())).isEqualTo(Status.PENDING);
  }

  @Test
  @DisplayName("§2: generations go on after everything was deleted")
  default void neverReusesAGeneration() {
    Extraction first = scene().done("a letter", "A");
    scene().extractions().delete(scene().project(), first.id());
    Extraction second = scene().accepted("a letter", "B");
    scene().extractions().delete(scene().project(), second.id());

    assertThat(scene().accepted("a letter", "A").generation()).isEqualTo(3);
  }

  @Test
  @DisplayName("S3: versions accepted at once get generations 1 to N, and the last one wins")
  default void ordersVersionsThatArriveAtOnce() {
    int versions = 24;
    List<Callable<Acceptance>> senders =
        IntStream.range(0, versions)
            .mapToObj(n -> scene().submission("a letter", "version " + n))
            .<Callable<Acceptance>>map(it -> () -> scene().extractions().accept(it))
            .toList();

    List<Extraction> extractions =
        Race.all(senders).stream()
            .map(it -> ((Accepted) it).extraction())
            .sorted(Comparator.comparingLong(Extraction::generation))
            .toList();

    assertThat(extractions.stream().map(Extraction::generation))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, versions).boxed().toList());
    UUID last = extractions.getLast().id();
    assertThat(scene().path(last)).containsExactly(Status.PENDING);
    List<UUID> older =
        extractions.stream().map(Extraction::id).filter(id -> !id.equals(last)).toList();
    assertThat(older)
        .allSatisfy(
            id -> assertThat(scene().path(id)).containsExactly(Status.PENDING, Status.SUPERSEDED));
    assertThat(scene().ledger().removals()).containsExactlyInAnyOrderElementsOf(older);
  }

  @Test
  @DisplayName("§2: sources accepted at once, in any order, do not block each other")
  default void acceptsManySourcesAtOnce() {
    List<Submission> submissions =
        IntStream.range(0, 60)
            .mapToObj(n -> scene().submission("source " + n % 20, "version " + n / 20))
            .toList();

    List<Acceptance> acceptances =
        Race.all(
            submissions.stream()
                .<Callable<Acceptance>>map(it -> () -> scene().extractions().accept(it))
                .toList());

    assertThat(acceptances).hasOnlyElementsOfType(Accepted.class);
    assertThat(scene().ledger().projects().counts(scene().project()))
        .containsEntry(Status.PENDING, 20L)
        .containsEntry(Status.SUPERSEDED, 40L);
  }
}

package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The passages that have a point, as recovery compares them (docs/protocol.md §8). */
interface PointRowRules {
  LedgerScene scene();

  private LedgerAudit audit() {
    return scene().ledger().audit();
  }

  private List<PointRow> points(Scope scope) {
    return Paging.all(
        row -> row,
        (Optional<PointRow> after) ->
            audit().pointRows(scope, "model", after.orElse(null), Paging.LIMIT));
  }

  /** Three passages recorded, the extraction still held. */
  private List<Passage> recorded(Claim claim) {
    List<Passage> passages = new ArrayList<>();
    for (int ordinal = 0; ordinal < 3; ordinal++) {
      passages.add(scene().passage(claim, ordinal, "words " + ordinal + " of " + claim));
    }
    assertThat(scene().recorded(claim, passages.toArray(Passage[]::new))).isTrue();
    return passages;
  }

  private static UUID point(Passage passage) {
    return Objects.requireNonNull(passage.embeddingId());
  }

  private static PointRow row(Claim claim, Passage passage, Status status) {
    return new PointRow(
        point(passage),
        claim.project(),
        claim.extraction(),
        passage.ordinal(),
        claim.generation(),
        passage.contentHash(),
        "model",
        status == Status.DONE,
        status,
        claim.epoch());
  }

  @Test
  @DisplayName("§8: points are paged by extraction and ordinal, whatever their status")
  default void pagesByExtractionAndOrdinal() {
    Claim first = scene().claimed("a letter", "words");
    List<Passage> firstPassages = recorded(first);
    Claim second = scene().claimed("a card", "words");
    List<Passage> secondPassages = recorded(second);
    scene().completed(second);
    List<PointRow> expected = new ArrayList<>();
    firstPassages.forEach(it -> expected.add(row(first, it, Status.PROCESSING)));
    secondPassages.forEach(it -> expected.add(row(second, it, Status.DONE)));

    assertThat(points(SecondProject.EVERYTHING)).isEqualTo(expected);
    assertThat(points(SecondProject.scopeOf(scene()))).isEqualTo(expected);
    assertThat(points(SecondProject.scopeOf(scene(), second.extraction())))
        .isEqualTo(expected.subList(3, 6));
  }

  @Test
  @DisplayName("S11: points of another project are out of scope")
  default void leavesOutPointsOfOtherProjects() {
    SecondProject other = new SecondProject(scene());
    Claim mine = scene().claimed("a letter", "words");
    recorded(mine);
    Claim theirs = other.claimed("a letter");
    recorded(theirs);

    assertThat(points(SecondProject.scopeOf(scene())))
        .hasSize(3)
        .allMatch(row -> row.extraction().equals(mine.extraction()));
    assertThat(points(other.scope()))
        .hasSize(3)
        .allMatch(row -> row.extraction().equals(theirs.extraction()));
    assertThat(points(SecondProject.EVERYTHING)).hasSize(6);
    assertThat(points(other.scope(mine.extraction()))).isEmpty();
  }

  @Test
  @DisplayName("§8: points of another model belong to another collection")
  default void keepsToItsModel() {
    recorded(scene().claimed("a letter", "words"));

    assertThat(audit().pointRows(SecondProject.EVERYTHING, "other", null, 10)).isEmpty();
    assertThat(audit().pointRows(SecondProject.scopeOf(scene()), "other", null, 10)).isEmpty();
    assertThat(audit().bucketCounts("other")).isEmpty();
  }

  @Test
  @DisplayName("§1: only the newest finished version of a living project is living")
  default void tellsWhatIsLiving() {
    Claim old = scene().claimed("a letter", "first words");
    recorded(old);
    scene().completed(old);
    assertThat(points(SecondProject.EVERYTHING)).hasSize(3).allMatch(PointRow::living);
    Claim next = scene().claimed("a letter", "second words");
    recorded(next);
    assertThat(points(SecondProject.scopeOf(scene(), old.extraction()))).allMatch(PointRow::living);
    Extraction newest = scene().completed(next);

    assertThat(points(SecondProject.scopeOf(scene(), old.extraction())))
        .hasSize(3)
        .noneMatch(PointRow::living)
        .allMatch(row -> row.status() == Status.SUPERSEDED && row.generation() == 1);
    assertThat(points(SecondProject.scopeOf(scene(), newest.id())))
        .hasSize(3)
        .allMatch(PointRow::living)
        .allMatch(row -> row.generation() == 2);

    assertThat(scene().ledger().projects().delete(scene().project())).isTrue();

    assertThat(points(SecondProject.EVERYTHING))
        .hasSize(6)
        .noneMatch(PointRow::living)
        .allMatch(row -> row.status() == Status.DELETING);
  }

  @Test
  @DisplayName("§8: a second look is by id, and finds what is there now")
  default void looksAgainById() {
    Claim claim = scene().claimed("a letter", "words");
    List<Passage> passages = recorded(claim);
    List<UUID> wanted = List.of(point(passages.get(2)), UUID.randomUUID(), point(passages.get(0)));

    assertThat(audit().pointRows(wanted))
        .containsExactlyInAnyOrder(
            row(claim, passages.get(0), Status.PROCESSING),
            row(claim, passages.get(2), Status.PROCESSING));
    assertThat(audit().passages(wanted))
        .containsExactlyInAnyOrder(passages.get(0), passages.get(2));
    assertThat(audit().pointRows(List.of())).isEmpty();
    assertThat(audit().passages(List.of())).isEmpty();
  }

  @Test
  @DisplayName("§6: a passage whose point was removed has none to compare")
  default void leavesOutWhatWasRemoved() {
    Claim claim = scene().claimed("a letter", "words");
    List<UUID> points = recorded(claim).stream().map(PointRowRules::point).toList();
    scene().extractions().cancel(scene().project(), claim.extraction());

    scene().ledger().removalStore().confirmed(List.of(claim.extraction()), Duration.ZERO);

    assertThat(points(SecondProject.EVERYTHING)).isEmpty();
    assertThat(points(SecondProject.scopeOf(scene()))).isEmpty();
    assertThat(audit().pointRows(points)).isEmpty();
    assertThat(audit().passages(points)).isEmpty();
    assertThat(audit().bucketCounts("model")).isEmpty();
  }
}

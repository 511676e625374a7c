package dev.tercet.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Status;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Source;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each doctored snapshot breaks the invariant that it should, and the honest one breaks none. */
class InvariantCheckerTest {
  private final Doctored life = new Doctored();

  @Test
  void findsNothingWrongWithAnHonestLife() {
    assertThat(InvariantChecker.atRest(life.snapshot())).isEmpty();
    assertThat(InvariantChecker.spend(life.snapshot(), 0)).isEmpty();
    assertThat(InvariantChecker.repeated(life.snapshot(), life.snapshot())).isEmpty();
  }

  @Test
  void seesWhatIsRecordedAndNotThereAsLongAsNothingIsLost() {
    assertThat(InvariantChecker.intact(life.snapshot())).isEmpty();
    assertThat(InvariantChecker.intact(life.points(List::clear)))
        .extracting(Violation::invariant)
        .containsOnly("S4");
    assertThat(InvariantChecker.intact(life.status(Doctored.FAILED, Status.QUEUED)))
        .extracting(Violation::invariant)
        .containsOnly("S2");
  }

  @Test
  void seesAPointForWhichNoRowAccounts() {
    assertThat(InvariantChecker.accounted(life.snapshot())).isEmpty();
    assertThat(InvariantChecker.accounted(life.pointOf(Doctored.OLD))).isEmpty();
    assertThat(InvariantChecker.accounted(life.pointOf(new UUID(5, 5))))
        .extracting(Violation::invariant)
        .containsOnly("S11");
  }

  @Test
  void seesASecondCallOfAnExtractionThatNobodyInterrupted() {
    assertThat(InvariantChecker.spendOfEach(life.snapshot())).isEmpty();
    assertThat(InvariantChecker.spendOfEach(life.calls(calls -> calls.add(life.call(2)))))
        .extracting(Violation::invariant)
        .containsOnly("S6");
  }

  @Test
  void missesAnExtractionThatVanished() {
    breaks("S2", life.extractions(rows -> rows.removeIf(row -> row.id().equals(Doctored.NEW))));
  }

  @Test
  void allowsADeletedExtractionToBeGone() {
    assertThat(
            InvariantChecker.always(
                life.extractions(rows -> rows.removeIf(row -> row.status() == Status.DELETING))))
        .isEmpty();
  }

  @Test
  void seesARowThatChangedWithoutAudit() {
    breaks("S9", life.status(Doctored.FAILED, Status.PENDING));
    breaks("S9", life.audit(trail -> trail.remove(1)));
    breaks("S9", life.audit(trail -> trail.removeIf(it -> it.extraction().equals(Doctored.NEW))));
  }

  @Test
  void seesAChangeThatWasBeforeTheOneBeforeIt() {
    breaks(
        "S9",
        life.audit(trail -> {
          Change last = trail.getLast();
          trail.set(
              trail.size() - 1,
              new Change(
                  last.extraction(),
                  last.project(),
                  last.at().minusSeconds(1),
                  last.from(),
                  last.to(),
                  last.epoch(),
                  last.event(),
                  last.reason(),
                  last.worker()));
        }));
  }

  @Test
  void seesAStepThatNoEventAllows() {
    breaks(
        "S3",
        life.audit(trail -> {
          trail.add(life.change(Doctored.NEW, Status.DONE, Status.PROCESSING, 99, null));
          trail.add(life.change(Doctored.NEW, Status.PROCESSING, Status.DONE, 99, null));
        }));
  }

  @Test
  void seesAnEpochThatWentBack() {
    breaks(
        "S3",
        life.audit(trail ->
            trail.add(life.change(Doctored.NEW, Status.DONE, Status.SUPERSEDED, 1, null))));
  }

  @Test
  void seesTwoHoldersOfOneEpoch() {
    breaks(
        "S3",
        life.audit(trail ->
            trail.replaceAll(it -> it.to() == Status.DONE ? heldBy(it, new UUID(4, 4)) : it)));
  }

  private static Change heldBy(Change change, UUID worker) {
    return new Change(
        change.extraction(),
        change.project(),
        change.at(),
        change.from(),
        change.to(),
        change.epoch(),
        change.event(),
        change.reason(),
        worker);
  }

  @Test
  void seesTwoVersionsThatAnswer() {
    breaks("S12", life.status(Doctored.OLD, Status.DONE));
  }

  @Test
  void seesASourceWithoutItsAnswer() {
    breaks("S12", life.status(Doctored.NEW, Status.SUPERSEDED));
    breaks("S12", life.sources(List.of()));
  }

  @Test
  void seesAGenerationGivenTwice() {
    breaks(
        "S3",
        life.extractions(rows ->
            rows.replaceAll(row ->
                new Extraction(
                    row.id(),
                    row.project(),
                    row.source(),
                    1,
                    row.status(),
                    row.epoch(),
                    row.session()))));
  }

  @Test
  void seesAGenerationThatWasNeverAccepted() {
    breaks(
        "S3",
        life.sources(
            List.of(
                new Source(Doctored.PROJECT, "a letter", 1, 1, Doctored.NEW),
                new Source(Doctored.PROJECT, "a note", 1, 0, null),
                new Source(Doctored.PROJECT, "a card", 1, 1, Doctored.DELETED))));
  }

  @Test
  void seesARemovalThatWasForgotten() {
    breaks("S11", life.removals(Set.of(Doctored.OLD)));
    breaks("S11", life.removals(Set.of(Doctored.DELETED)));
  }

  @Test
  void seesLifeInADeletedProject() {
    atRestBreaks("S11", life.deletedProjects(Set.of(Doctored.PROJECT)));
  }

  @Test
  void seesAPassageRecordedTwice() {
    breaks("S5", life.passages(passages -> passages.add(passages.getFirst())));
  }

  @Test
  void seesAMessageFromNowhere() {
    breaks("S3", life.message(Doctored.NEW, Doctored.EPOCH + 1));
    assertThat(InvariantChecker.always(life.message(Doctored.NEW, 0)))
        .as("late messages do no harm")
        .isEmpty();
  }

  @Test
  void seesAMissingPointOnceAllIsAtRest() {
    Snapshot missing = life.points(points -> points.clear());

    assertThat(InvariantChecker.always(missing)).as("a store may lose everything").isEmpty();
    assertThat(InvariantChecker.atRest(missing)).extracting(Violation::invariant).contains("S4");
  }

  @Test
  void seesAPointThatDisagreesOrShouldBeGone() {
    atRestBreaks("S1", life.stalePoint());
    atRestBreaks("S11", life.pointOf(Doctored.OLD));
    atRestBreaks("S11", life.pointOf(Doctored.DELETED));
    atRestBreaks("S11", life.pointOf(new UUID(6, 6)));
    atRestBreaks("S1", life.pointOf(Doctored.FAILED));
    assertThat(InvariantChecker.atRest(life.namedPointOf(Doctored.FAILED)))
        .as("the points that a failed extraction names stay for a retry")
        .isEmpty();
  }

  @Test
  void seesWorkThatNeverEnded() {
    atRestBreaks("S2", life.status(Doctored.FAILED, Status.QUEUED));
  }

  @Test
  void seesAnAnswerPaidTwice() {
    Snapshot twice = life.calls(calls -> calls.add(life.call(2)));

    assertThat(InvariantChecker.spend(twice, 0))
        .extracting(Violation::invariant)
        .containsExactly("S6");
    assertThat(InvariantChecker.spend(twice, 1)).as("one interruption pays for it").isEmpty();
  }

  @Test
  void seesARecoveryThatIsNotIdempotent() {
    assertThat(InvariantChecker.repeated(life.snapshot(), life.points(points -> points.clear())))
        .containsExactly(new Violation("S10", "a second recovery changed points"));
  }

  private static void breaks(String invariant, Snapshot snapshot) {
    assertThat(InvariantChecker.always(snapshot))
        .extracting(Violation::invariant)
        .contains(invariant);
  }

  private static void atRestBreaks(String invariant, Snapshot snapshot) {
    assertThat(InvariantChecker.atRest(snapshot))
        .extracting(Violation::invariant)
        .contains(invariant);
  }
}

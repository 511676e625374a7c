package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What waits to be published, and what was (docs/protocol.md §3 and §8). */
interface WaitingRules {
  LedgerScene scene();

  private LedgerAudit audit() {
    return scene().ledger().audit();
  }

  private List<UUID> unpublished(Scope scope, Duration age) {
    return Paging.<Due, UUID>all(
            due -> due.hint().extraction(),
            after -> audit().unpublished(scope, age, after.orElse(null), Paging.LIMIT))
        .stream()
        .map(due -> due.hint().extraction())
        .toList();
  }

  private List<QueuedRow> queued(Scope scope) {
    return Paging.all(
        row -> row.publication().hint().extraction(),
        (Optional<UUID> after) -> audit().queued(scope, after.orElse(null), Paging.LIMIT));
  }

  @Test
  @DisplayName("S7: what nobody has published is found by id, page by page")
  default void findsWhatIsUnpublished() {
    List<UUID> waiting =
        Stream.of("a", "b", "c", "d", "e").map(it -> scene().accepted(it, "words").id()).toList();
    scene().queued("a queued one", "words");
    scene().claimed("a held one", "words");
    scene().done("a done one", "words");

    assertThat(unpublished(SecondProject.EVERYTHING, Duration.ZERO)).isEqualTo(waiting);
    Extraction first = scene().find(waiting.getFirst());
    assertThat(audit().unpublished(SecondProject.EVERYTHING, Duration.ZERO, null, 1))
        .containsExactly(new Due(LedgerScene.hint(first), first.queue()));
  }

  @Test
  @DisplayName("§8: the acceptor's own publication is not raced: what is young is left out")
  default void leavesOutWhatIsYoung() {
    UUID old = scene().accepted("a letter", "words").id();
    scene().ledger().age(Duration.ofHours(1));
    scene().accepted("a card", "words");

    assertThat(unpublished(SecondProject.EVERYTHING, Duration.ofHours(1))).containsExactly(old);
  }

  @Test
  @DisplayName("§8: what is due later is not unpublished, and is measured from then on")
  default void measuresFromWhenItIsDue() {
    Instant soon = scene().ledger().now().plus(Duration.ofHours(1));
    UUID id = scene().accepted(scene().laterSubmission("a letter", "words", soon)).id();
    assertThat(unpublished(SecondProject.EVERYTHING, Duration.ZERO)).isEmpty();

    scene().ledger().age(Duration.ofMinutes(90));

    assertThat(unpublished(SecondProject.EVERYTHING, Duration.ofMinutes(20))).containsExactly(id);
    assertThat(unpublished(SecondProject.EVERYTHING, Duration.ofMinutes(60))).isEmpty();
  }

  @Test
  @DisplayName("S11: a project or an extraction is looked at alone")
  default void keepsToItsScope() {
    SecondProject other = new SecondProject(scene());
    UUID mine = scene().accepted("a letter", "words").id();
    UUID mineToo = scene().accepted("a card", "words").id();
    UUID theirs = other.accepted("a letter");

    assertThat(unpublished(SecondProject.scopeOf(scene()), Duration.ZERO))
        .containsExactly(mine, mineToo);
    assertThat(unpublished(other.scope(), Duration.ZERO)).containsExactly(theirs);
    assertThat(unpublished(SecondProject.scopeOf(scene(), mineToo), Duration.ZERO))
        .containsExactly(mineToo);
    assertThat(unpublished(other.scope(mine), Duration.ZERO)).isEmpty();
    scene().queued("a note", "words");
    assertThat(queued(SecondProject.scopeOf(scene()))).hasSize(1);
    assertThat(queued(other.scope())).isEmpty();
  }

  @Test
  @DisplayName("§8: queued rows tell where their messages were put")
  default void tellsWhereMessagesAre() {
    List<Extraction> extractions =
        Stream.of("a", "b", "c").map(source -> scene().queued(source, "words")).toList();
    scene().accepted("an unpublished one", "words");

    assertThat(queued(SecondProject.EVERYTHING))
        .isEqualTo(
            extractions.stream()
                .map(extraction ->
                    new QueuedRow(
                        LedgerScene.publication(LedgerScene.hint(extraction), "1-0"),
                        extraction.updatedAt()))
                .toList());
  }

  @Test
  @DisplayName("§8: a second look leaves out whatever has changed since the first")
  default void leavesOutWhatHasChanged() {
    Extraction same = scene().queued("a", "words");
    Extraction claimed = scene().queued("b", "words");
    Extraction moved = scene().queued("c", "words");
    Extraction repaired = scene().queued("d", "words");
    List<QueuedRow> seen = queued(SecondProject.EVERYTHING);
    assertThat(seen).hasSize(4);

    scene().claim(claimed);
    publish(LedgerScene.publication(LedgerScene.hint(moved), "2-0"));
    Hint hint = LedgerScene.hint(repaired);
    publish(new Publication(hint, repaired.queue(), new Position("1-0"), "another marker"));

    assertThat(audit().stillQueued(seen))
        .extracting(row -> row.publication().hint().extraction())
        .containsExactly(same.id());
    assertThat(audit().stillQueued(List.of())).isEmpty();
  }

  private void publish(Publication publication) {
    assertThat(scene().extractions().published(publication)).isTrue();
  }

  @Test
  @DisplayName("S7: the oldest row that should have moved on tells how far behind everything is")
  default void tellsTheOldestThatIsOnItsWay() {
    assertThat(oldest()).isNull();
    scene().done("a done one", "words");
    scene().failed("a failed one", "words");
    assertThat(oldest()).isNull();
    scene().claimed("a held one", "words");
    assertThat(oldest()).isLessThan(Duration.ofMinutes(10));

    scene().ledger().age(Duration.ofHours(1));
    scene().accepted("a young one", "words");

    assertThat(oldest()).isBetween(Duration.ofHours(1), Duration.ofMinutes(70));
  }

  @Test
  @DisplayName("S7: what is due later is not late")
  default void doesNotCallLateWhatIsDueLater() {
    Instant soon = scene().ledger().now().plus(Duration.ofHours(1));
    scene().accepted(scene().laterSubmission("a letter", "words", soon));
    assertThat(oldest()).isNull();

    scene().ledger().age(Duration.ofHours(2));

    assertThat(oldest()).isBetween(Duration.ofHours(1), Duration.ofMinutes(70));
  }

  @Test
  @DisplayName("S11: a removal is late until its points are confirmed absent")
  default void countsRemovalsUntilTheyAreConfirmed() {
    UUID id = scene().cancelled("a letter", "words").id();
    assertThat(oldest()).isNotNull();

    scene().ledger().removalStore().confirmed(List.of(id), Duration.ofHours(1));

    assertThat(oldest()).isNull();
  }

  @Test
  @DisplayName("S2: the ledger is quiet, and nothing is late, exactly while nothing is in flight")
  default void isQuietExactlyWhileNothingIsInFlight() {
    for (Status status : Status.values()) {
      if (!status.losesPoints()) {
        UUID id = scene().formerClaim(status, status.label()).extraction();
        assertThat(audit().isQuiet()).as(status.label()).isEqualTo(!status.isInFlight());
        assertThat(oldest() != null).as(status.label()).isEqualTo(status.isInFlight());

        scene().extractions().delete(scene().project(), id);
        assertThat(audit().isQuiet()).as("a removal is under way").isFalse();
        scene().removed(id);
        assertThat(audit().isQuiet()).as("the removal is over").isTrue();
      }
    }
  }

  private @Nullable Duration oldest() {
    return audit().oldestUnconverged();
  }
}

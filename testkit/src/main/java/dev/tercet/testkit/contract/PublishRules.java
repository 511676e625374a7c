package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Replacement;
import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The row is the outbox: what is due, and that it was published (docs/protocol.md §3). */
interface PublishRules {
  LedgerScene scene();

  @Test
  @DisplayName("S2: what is pending and due is listed for publication, oldest first")
  default void listsWhatIsDueOldestFirst() {
    Extraction first = scene().accepted("one", "words");
    scene().ledger().letAMomentPass();
    Extraction second = scene().accepted("two", "words");
    scene().ledger().letAMomentPass();
    scene().accepted("three", "words");

    assertThat(scene().extractions().due(Duration.ZERO, 2))
        .containsExactly(
            new Due(new Hint(first.id(), 0), QueueName.DEFAULT),
            new Due(new Hint(second.id(), 0), QueueName.DEFAULT));
  }

  @Test
  @DisplayName("§3: what was accepted just now is left to the accepting call")
  default void doesNotListWhatIsYoungerThanTheAge() {
    scene().accepted("a letter", "words");

    assertThat(scene().extractions().due(Duration.ofHours(1), 10)).isEmpty();
    assertThat(scene().extractions().due(Duration.ZERO, 10)).hasSize(1);
  }

  private static Taker relay(Duration hold) {
    return new Taker(UUID.randomUUID(), hold);
  }

  @Test
  @DisplayName("§3: what one relay has taken no other one takes, but it may again itself")
  default void givesADueRowToOneRelay() {
    UUID id = scene().accepted("a letter", "words").id();
    Taker one = relay(Duration.ofMinutes(5));
    Taker other = relay(Duration.ofMinutes(5));

    assertThat(scene().extractions().takeDue(one, Duration.ofHours(1), 10))
        .as("too young")
        .isEmpty();
    assertThat(scene().extractions().takeDue(one, Duration.ZERO, 10))
        .containsExactly(new Due(new Hint(id, 0), QueueName.DEFAULT));
    assertThat(scene().extractions().takeDue(other, Duration.ZERO, 10)).isEmpty();
    assertThat(scene().extractions().takeDue(other, List.of(new Hint(id, 0)))).isEmpty();
    assertThat(
            scene().ledger().audit().unpublished(SecondProject.EVERYTHING, Duration.ZERO, null, 9))
        .as("it is in hand")
        .isEmpty();
    assertThat(scene().extractions().takeDue(one, Duration.ZERO, 10)).as("its own").hasSize(1);
    assertThat(scene().extractions().takeDue(one, List.of(new Hint(id, 0)))).hasSize(1);
  }

  @Test
  @DisplayName("§3: the mark of a relay that died runs out")
  default void givesADueRowToAnotherRelayLater() {
    UUID id = scene().accepted("a letter", "words").id();
    assertThat(scene().extractions().takeDue(relay(Duration.ofMillis(1)), Duration.ZERO, 10))
        .hasSize(1);
    scene().ledger().letAMomentPass();

    assertThat(
            scene().extractions().takeDue(relay(Duration.ofMinutes(5)), List.of(new Hint(id, 0))))
        .hasSize(1);
  }

  @Test
  @DisplayName("§3: a row that comes back to be published is held by nobody")
  default void forgetsTheMarkWithTheClaim() {
    UUID id = scene().accepted("a letter", "words").id();
    assertThat(scene().extractions().takeDue(relay(Duration.ofMinutes(5)), Duration.ZERO, 10))
        .hasSize(1);
    Claim claim = scene().claimAgain(id);
    assertThat(scene().extractions().release(claim, ReleaseCause.DRAINED)).isTrue();

    assertThat(scene().extractions().takeDue(relay(Duration.ofMinutes(5)), Duration.ZERO, 10))
        .containsExactly(new Due(new Hint(id, claim.epoch()), QueueName.DEFAULT));
  }

  @Test
  @DisplayName("§3: of relays that take at once each row goes to one")
  default void sharesDueRowsAmongRelays() {
    for (int n = 0; n < 60; n++) {
      scene().accepted("letter " + n, "words");
    }
    List<Callable<List<Due>>> relays =
        IntStream.range(0, 4)
            .<Callable<List<Due>>>mapToObj(_ ->
                () ->
                    scene().extractions().takeDue(relay(Duration.ofMinutes(5)), Duration.ZERO, 20))
            .toList();

    List<Due> taken = Race.all(relays).stream().flatMap(List::stream).toList();

    assertThat(taken).doesNotHaveDuplicates();
    List<Due> rest = scene().extractions().takeDue(relay(Duration.ofMinutes(5)), Duration.ZERO, 60);
    assertThat(rest).doesNotContainAnyElementsOf(taken);
    assertThat(taken.size() + rest.size()).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource(value = Status.class, names = "PENDING", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S2: only pending extractions are due")
  default void listsNothingElse(Status status) {
    UUID former = scene().formerClaim(status, "a letter").extraction();

    assertThat(scene().extractions().due(Duration.ZERO, 10))
        .noneMatch(due -> due.hint().extraction().equals(former));
  }

  @Test
  @DisplayName("§3: publishing turns a due extraction queued, once, with its audit row")
  default void notesThePublication() {
    Extraction extraction = scene().accepted("a letter", "words");

    assertThat(published(extraction.id(), 0)).isTrue();

    assertThat(scene().path(extraction.id())).containsExactly(Status.PENDING, Status.QUEUED);
    assertThat(scene().find(extraction.id()).status()).isEqualTo(Status.QUEUED);
    assertThat(scene().find(extraction.id()).nextAttemptAt()).isNull();
  }

  @Test
  @DisplayName("§8: a lost message is published again; the status does not change")
  default void notesARepeatedPublication() {
    Extraction extraction = scene().queued("a letter", "words");

    assertThat(published(extraction.id(), 0)).isTrue();
    assertThat(scene().path(extraction.id())).containsExactly(Status.PENDING, Status.QUEUED);
  }

  @Test
  @DisplayName("S3: a publication of another epoch changes nothing")
  default void refusesAPublicationOfAnotherEpoch() {
    Claim claim = scene().formerClaim(Status.PENDING, "a letter");

    assertThat(published(claim.extraction(), claim.epoch() - 1)).isFalse();
    assertThat(published(claim.extraction(), claim.epoch() + 1)).isFalse();
    assertThat(scene().status(claim.extraction())).isEqualTo(Status.PENDING);
    assertThat(published(claim.extraction(), claim.epoch())).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "QUEUED"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("§3: the relay finds zero rows when somebody was faster")
  default void refusesAPublicationOfWhatMovedOn(Status status) {
    Claim claim = scene().formerClaim(status, "a letter");
    List<Status> before = scene().path(claim.extraction());

    assertThat(published(claim.extraction(), claim.epoch())).isFalse();
    assertThat(published(claim.extraction(), 0)).isFalse();
    assertThat(scene().path(claim.extraction())).isEqualTo(before);
  }

  @Test
  @DisplayName("§3: what is due later is not queued before")
  default void refusesAPublicationOfWhatIsNotDue() {
    Claim claim = scene().claimed("a letter", "words");
    scene().postponed(claim, Duration.ofDays(1));

    assertThat(published(claim.extraction(), claim.epoch())).isFalse();
  }

  @Test
  @DisplayName("S3: a publication of nothing we know changes nothing")
  default void refusesAPublicationOfAnAbsentExtraction() {
    assertThat(published(scene().nextId(), 0)).isFalse();
  }

  @Test
  @DisplayName("§8: a lost message is replaced only where the row still waits for it")
  default void replacesALostMessageOfARowThatStillNamesIt() {
    Publication lost = LedgerScene.publication(LedgerScene.hint(scene().queued("a", "b")), "1-0");
    Publication now = LedgerScene.publication(lost.hint(), "5-0");
    Publication late = LedgerScene.publication(lost.hint(), "6-0");

    assertThat(scene().extractions().replaced(List.of(new Replacement(lost, now))))
        .containsExactly(now);
    assertThat(scene().extractions().replaced(List.of(new Replacement(lost, late)))).isEmpty();

    assertThat(scene().ledger().audit().queued(SecondProject.EVERYTHING, null, 10))
        .extracting(QueuedRow::publication)
        .containsExactly(now);
    assertThat(scene().path(lost.hint().extraction()))
        .containsExactly(Status.PENDING, Status.QUEUED);
    scene().extractions().claim(List.of(now.hint()), scene().worker().id(), LedgerScene.ATTEMPT);
    assertThat(scene().extractions().replaced(List.of(new Replacement(now, late)))).isEmpty();
    assertThat(scene().status(lost.hint().extraction())).isEqualTo(Status.PROCESSING);
    assertThat(scene().extractions().replaced(List.of())).isEmpty();
  }

  @Test
  @DisplayName("§8: the ledger says how far claims have come, by the positions of messages")
  default void tellsHowFarClaimsHaveCome() {
    assertThat(scene().ledger().audit().claimed().values())
        .extracting(ClaimedSoFar::marker)
        .doesNotContain("of this test");
    Extraction first = scene().accepted("a letter", "words");
    Extraction second = scene().accepted("a note", "words");
    note(first, "700000-3");
    note(second, "500000-0");

    scene().claim(scene().find(first.id()));
    scene().claim(scene().find(second.id()));

    assertThat(scene().ledger().audit().claimed())
        .as("of the same millisecond")
        .containsEntry(
            QueueName.DEFAULT, new ClaimedSoFar(new Position("700000-0"), "of this test"));
  }

  private void note(Extraction extraction, String position) {
    assertThat(
            scene()
                .extractions()
                .published(
                    new Publication(
                        LedgerScene.hint(extraction),
                        QueueName.DEFAULT,
                        new Position(position),
                        "of this test")))
        .isTrue();
  }

  private boolean published(UUID extraction, long epoch) {
    return scene()
        .extractions()
        .published(LedgerScene.publication(new Hint(extraction, epoch), "2-0"));
  }
}

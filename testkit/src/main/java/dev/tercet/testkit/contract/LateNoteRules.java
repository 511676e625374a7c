package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.port.ExtractionStore.Unmarked;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages of which the ledger hears by their claim, or late (docs/protocol.md §3). */
interface LateNoteRules {
  LedgerScene scene();

  @Test
  @DisplayName("S9: what a message brought was queued since it was published, and then claimed")
  default void tellsThatAClaimedExtractionWasQueued() {
    UUID id = scene().accepted("a letter", "words").id();
    scene().ledger().letAMomentPass();
    Instant published = scene().ledger().now().truncatedTo(ChronoUnit.MILLIS);
    scene().ledger().letAMomentPass();

    Claim claim = claimed(message(id, published));

    List<Change> history = scene().history(id);
    assertThat(history)
        .extracting(Change::event)
        .containsExactly(AuditEvent.ACCEPTED, AuditEvent.PUBLISHED, AuditEvent.CLAIMED);
    assertThat(history.get(1))
        .isEqualTo(
            new Change(
                published,
                Status.PENDING,
                Status.QUEUED,
                0,
                AuditEvent.PUBLISHED,
                "published",
                null));
    assertThat(history.get(2).from()).isEqualTo(Status.QUEUED);
    assertThat(history.get(2).epoch()).isEqualTo(claim.epoch());
    assertThat(history.get(2).worker()).isEqualTo(scene().worker().id());
    assertThat(scene().ledger().projects().counts(scene().project()))
        .containsEntry(Status.PROCESSING, 1L)
        .containsEntry(Status.QUEUED, 0L)
        .containsEntry(Status.PENDING, 0L);
  }

  @Test
  @DisplayName("S9: whatever the queue's clock says, it was queued after it was accepted")
  default void isNotQueuedBeforeItWasAccepted() {
    UUID id = scene().accepted("a letter", "words").id();

    claimed(message(id, scene().ledger().now().minus(Duration.ofHours(1))));

    assertThat(times(id).get(1)).isEqualTo(times(id).getFirst());
  }

  @Test
  @DisplayName("S9: whatever the queue's clock says, it was queued before it was claimed")
  default void isNotQueuedAfterItWasClaimed() {
    UUID fromTheFuture = scene().accepted("a letter", "words").id();
    UUID fromNobodyKnows = scene().accepted("a card", "words").id();
    scene().ledger().letAMomentPass();

    claimed(message(fromTheFuture, scene().ledger().now().plus(Duration.ofHours(1))));
    UUID beyondAllTimes = scene().accepted("a bill", "words").id();
    scene().ledger().letAMomentPass();
    claimed(message(beyondAllTimes, Instant.ofEpochMilli(1_700_000_000_000_000L)));
    claimed(message(fromNobodyKnows, null));

    assertThat(times(fromTheFuture).get(1)).isEqualTo(times(fromTheFuture).getLast());
    assertThat(times(fromNobodyKnows).get(1)).isEqualTo(times(fromNobodyKnows).getLast());
    assertThat(times(beyondAllTimes).get(1)).isEqualTo(times(beyondAllTimes).getLast());
  }

  @Test
  @DisplayName("S9: what was noted as queued has that line already")
  default void tellsOnceThatItWasQueued() {
    Extraction extraction = scene().queued("a letter", "words");

    claimed(message(extraction.id(), scene().ledger().now()));

    assertThat(scene().path(extraction.id()))
        .containsExactly(Status.PENDING, Status.QUEUED, Status.PROCESSING);
    assertThat(times(extraction.id()).get(1)).isEqualTo(extraction.updatedAt());
  }

  @Test
  @DisplayName("S5: a doubled message is claimed once, and was queued once")
  default void claimsADoubledMessageOfAPendingRowOnce() {
    UUID id = scene().accepted("a letter", "words").id();
    Delivery message = message(id, scene().ledger().now());

    assertThat(taken(message, message)).hasSize(1);
    assertThat(taken(message)).isEmpty();
    assertThat(scene().path(id)).containsExactly(Status.PENDING, Status.QUEUED, Status.PROCESSING);
  }

  @Test
  @DisplayName("§8: what is claimed before it is noted tells how far claims have come, too")
  default void tellsHowFarClaimsOfUnnotedMessagesHaveCome() {
    claimed(message(scene().accepted("a note", "words").id(), "600000-0", null));
    assertThat(scene().ledger().audit().claimed())
        .as("in an incarnation that nobody knows")
        .doesNotContainKey(QueueName.DEFAULT);
    Hint noted = LedgerScene.hint(scene().accepted("a letter", "words"));
    Position position = new Position("700000-3");
    scene()
        .extractions()
        .published(new Publication(noted, QueueName.DEFAULT, position, "of this test"));
    claimed(new Delivery(QueueName.DEFAULT, position, noted));

    claimed(message(scene().accepted("a card", "words").id(), "900000-5", null));

    assertThat(scene().ledger().audit().claimed())
        .containsEntry(
            QueueName.DEFAULT, new ClaimedSoFar(new Position("900000-0"), "of this test"));
  }

  @Test
  @DisplayName("§3: a late note tells since when the message has stood in its queue")
  default void notesAsOfThePublication() {
    UUID id = scene().accepted("a letter", "words").id();
    UUID young = scene().accepted("a card", "words").id();
    scene().ledger().age(Duration.ofMinutes(10));
    Instant before = scene().ledger().now();

    assertThat(
            scene()
                .extractions()
                .publishedBefore(
                    List.of(
                        unmarked(id, 0, Duration.ofMinutes(2)),
                        unmarked(young, 0, Duration.ofMinutes(20)))))
        .isEqualTo(2);

    assertThat(scene().path(id)).containsExactly(Status.PENDING, Status.QUEUED);
    assertThat(times(id).get(1))
        .isBetween(before.minus(Duration.ofMinutes(3)), before.minus(Duration.ofMinutes(1)));
    assertThat(scene().find(id).updatedAt()).isEqualTo(times(id).get(1));
    assertThat(times(young).get(1)).as("not before").isEqualTo(times(young).getFirst());
  }

  @Test
  @DisplayName("S3: after a claim a late note finds nothing")
  default void changesNothingAfterAClaim() {
    UUID id = scene().accepted("a letter", "words").id();
    Claim claim = claimed(message(id, scene().ledger().now()));
    List<Change> before = scene().history(id);

    assertThat(noted(unmarked(id, 0, Duration.ofSeconds(1)))).isZero();
    assertThat(noted(unmarked(id, claim.epoch(), Duration.ofSeconds(1)))).isZero();
    assertThat(scene().history(id)).isEqualTo(before);
  }

  @Test
  @DisplayName("S3: a late note names the epoch of its message: what was given back is not queued")
  default void changesNothingOfWhatWasGivenBack() {
    UUID id = scene().accepted("a letter", "words").id();
    Claim claim = claimed(message(id, scene().ledger().now()));
    assertThat(scene().extractions().release(claim, ReleaseCause.DRAINED)).isTrue();

    assertThat(noted(unmarked(id, 0, Duration.ofSeconds(1)))).isZero();

    assertThat(scene().status(id)).isEqualTo(Status.PENDING);
    assertThat(scene().extractions().due(Duration.ZERO, 10))
        .containsExactly(new Due(new Hint(id, claim.epoch()), QueueName.DEFAULT));
  }

  @Test
  @DisplayName("§3: a late note leaves the message that the row names by now")
  default void leavesALaterMessage() {
    Extraction extraction = scene().queued("a letter", "words");

    assertThat(noted(unmarked(extraction.id(), 0, Duration.ofSeconds(1)))).isZero();

    assertThat(scene().ledger().audit().queued(SecondProject.EVERYTHING, null, 10))
        .extracting(QueuedRow::publication)
        .containsExactly(LedgerScene.publication(LedgerScene.hint(extraction), "1-0"));
  }

  @Test
  @DisplayName("§3: what was accepted is left to its publisher for twice as long")
  default void listsWhatNobodyHasClaimedLater() {
    var relay = new Taker(new UUID(7, 7), Duration.ofHours(9));
    UUID fresh = scene().accepted("a letter", "words").id();
    Claim claim = scene().claimed("a card", "words");
    scene().extractions().release(claim, ReleaseCause.DRAINED);
    Instant soon = scene().ledger().now().plus(Duration.ofMinutes(1));
    UUID scheduled = scene().accepted(scene().laterSubmission("a note", "words", soon)).id();
    scene().ledger().age(Duration.ofMinutes(90));

    assertThat(due()).containsExactlyInAnyOrder(claim.extraction(), scheduled);
    assertThat(takenBy(relay)).containsExactlyInAnyOrder(claim.extraction(), scheduled);
    scene().ledger().age(Duration.ofMinutes(60));
    assertThat(due()).containsExactlyInAnyOrder(claim.extraction(), scheduled, fresh);
    assertThat(takenBy(relay)).containsExactlyInAnyOrder(claim.extraction(), scheduled, fresh);
  }

  private List<UUID> takenBy(Taker relay) {
    return ids(scene().extractions().takeDue(relay, Duration.ofHours(1), 10));
  }

  private List<UUID> due() {
    return ids(scene().extractions().due(Duration.ofHours(1), 10));
  }

  private static List<UUID> ids(List<Due> rows) {
    return rows.stream().map(it -> it.hint().extraction()).toList();
  }

  private List<Instant> times(UUID extraction) {
    return scene().history(extraction).stream().map(Change::at).toList();
  }

  private static Delivery message(UUID extraction, @Nullable Instant published) {
    return message(extraction, "9-0", published);
  }

  private static Delivery message(UUID extraction, String position, @Nullable Instant published) {
    return new Delivery(
        QueueName.DEFAULT, new Position(position), new Hint(extraction, 0), published);
  }

  private static Unmarked unmarked(UUID extraction, long epoch, Duration ago) {
    return new Unmarked(LedgerScene.publication(new Hint(extraction, epoch), "2-0"), ago);
  }

  private int noted(Unmarked unmarked) {
    return scene().extractions().publishedBefore(List.of(unmarked));
  }

  private List<Claim> taken(Delivery... messages) {
    return scene()
        .extractions()
        .claimTaken(Arrays.asList(messages), scene().worker().id(), LedgerScene.ATTEMPT);
  }

  private Claim claimed(Delivery message) {
    List<Claim> claims = taken(message);
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }
}

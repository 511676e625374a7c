package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Acceptance.Existing;
import dev.tercet.saga.Acceptance.KeyReused;
import dev.tercet.saga.Acceptance.NoProject;
import dev.tercet.saga.Document;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accepting and deduplicating (docs/protocol.md §2). */
interface AcceptRules {
  LedgerScene scene();

  @Test
  @DisplayName("S2: an accepted document is pending, due, and of generation 1")
  default void acceptsADocumentAsPendingAndDue() {
    Submission submission = scene().submission("a letter", "Dear Sir");

    Extraction extraction = scene().accepted(submission);

    assertThat(extraction).isEqualTo(scene().find(submission.id()));
    assertThat(extraction.id()).isEqualTo(submission.id());
    assertThat(extraction.project()).isEqualTo(scene().project());
    assertThat(extraction.source()).isEqualTo("a letter");
    assertThat(extraction.generation()).isEqualTo(1);
    assertThat(extraction.status()).isEqualTo(Status.PENDING);
    assertThat(extraction.stage()).isEqualTo(Stage.ACCEPTED);
    assertThat(extraction.queue()).isEqualTo(QueueName.DEFAULT);
    assertThat(extraction.attempts()).isZero();
    assertThat(extraction.maxAttempts()).isEqualTo(5);
    assertThat(extraction.epoch()).isZero();
    assertThat(extraction.failure()).isNull();
    assertThat(extraction.passages()).isEqualTo(Extraction.PassageCount.NONE);
    assertThat(extraction.entitiesExtracted()).isFalse();
    assertThat(extraction.usage()).isEqualTo(Usage.NONE);
    assertThat(extraction.nextAttemptAt()).isNotNull().isBeforeOrEqualTo(scene().ledger().now());
    assertThat(extraction.startedAt()).isNull();
    assertThat(extraction.doneAt()).isNull();
  }

  @Test
  @DisplayName("S9: acceptance is the first line of the audit trail")
  default void auditsTheAcceptance() {
    Extraction extraction = scene().accepted("a letter", "Dear Sir");

    assertThat(scene().history(extraction.id())).hasSize(1);
    Change change = scene().history(extraction.id()).getFirst();
    assertThat(change.from()).isNull();
    assertThat(change.to()).isEqualTo(Status.PENDING);
    assertThat(change.epoch()).isZero();
    assertThat(change.reason()).isNotBlank();
    assertThat(change.worker()).isNull();
  }

  @Test
  @DisplayName("§2: a document for later is pending until then")
  default void keepsADocumentForLaterUntilItIsDue() {
    Instant tomorrow =
        scene().ledger().now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);

    Extraction extraction =
        scene().accepted(scene().laterSubmission("a letter", "Dear Sir", tomorrow));

    assertThat(extraction.nextAttemptAt()).isEqualTo(tomorrow);
    assertThat(scene().extractions().due(Duration.ZERO, 10)).isEmpty();
  }

  @Test
  @DisplayName("S5: accepting the same id again changes nothing")
  default void isSafeToRetryWithTheSameId() {
    Submission submission = scene().submission("a letter", "Dear Sir");
    scene().accepted(submission);

    Acceptance again = scene().extractions().accept(submission);

    assertThat(extraction(again).id()).isEqualTo(submission.id());
    assertThat(extraction(again).generation()).isEqualTo(1);
    assertThat(scene().path(submission.id())).containsExactly(Status.PENDING);
  }

  @Test
  @DisplayName("S5: a late retry of an acceptance does not bring its old version back")
  default void doesNotReviveAnOvertakenVersionOnALateRetry() {
    Submission first = scene().submission("a letter", "Dear Sir");
    scene().accepted(first);
    Extraction second = scene().accepted("a letter", "Dear Madam");

    Acceptance late = scene().extractions().accept(first);

    assertThat(extraction(late).id()).isEqualTo(first.id());
    assertThat(scene().status(first.id())).isEqualTo(Status.SUPERSEDED);
    assertThat(scene().status(second.id())).isEqualTo(Status.PENDING);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "QUEUED", "PROCESSING", "DONE"})
  @DisplayName("§2: the same document again is the one that is there")
  default void answersWithTheExistingExtraction(Status status) {
    UUID existing = scene().formerClaim(status, "a letter").extraction();

    Acceptance again =
        scene().extractions().accept(scene().submission("a letter", "first words of a letter"));

    assertThat(again).isInstanceOf(Existing.class);
    assertThat(extraction(again).id()).isEqualTo(existing);
    assertThat(scene().status(existing)).isEqualTo(status);
    assertThat(scene().ledger().projects().counts(scene().project()).values())
        .as("all extractions")
        .containsOnlyOnce(1L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"FAILED", "CANCELLED", "DELETING"})
  @DisplayName("§2: a failed, cancelled or deleted document does not stand in the way")
  default void doesNotDeduplicateAgainstWhatGaveNoAnswer(Status status) {
    UUID former = scene().formerClaim(status, "a letter").extraction();

    Extraction again = scene().accepted("a letter", "first words of a letter");

    assertThat(again.id()).isNotEqualTo(former);
    assertThat(again.generation()).as("generations never go down").isEqualTo(2);
    assertThat(scene().status(former)).isEqualTo(status);
  }

  @Test
  @DisplayName("§2: one document sent many times at once runs once")
  default void acceptsOneOfManyEqualDocuments() {
    List<Callable<Acceptance>> senders =
        IntStream.range(0, 16)
            .mapToObj(_ -> scene().submission("a letter", "Dear Sir"))
            .<Callable<Acceptance>>map(it -> () -> scene().extractions().accept(it))
            .toList();

    List<Acceptance> acceptances = Race.all(senders);

    assertThat(acceptances).filteredOn(Accepted.class::isInstance).hasSize(1);
    assertThat(acceptances.stream().map(it -> extraction(it).id()).distinct()).hasSize(1);
  }

  @Test
  @DisplayName("§2: an idempotency key with the same body is the same request")
  default void answersARepeatedKeyWithTheFirstExtraction() {
    Extraction first = scene().accepted(scene().keyedSubmission("a letter", "Dear Sir", "key"));
    Extraction newer = scene().accepted("a letter", "Dear Madam");

    Acceptance again =
        scene().extractions().accept(scene().keyedSubmission("a letter", "Dear Sir", "key"));

    assertThat(again).isInstanceOf(Existing.class);
    assertThat(extraction(again).id()).isEqualTo(first.id());
    assertThat(scene().status(newer.id())).isEqualTo(Status.PENDING);
  }

  @Test
  @DisplayName("§2: an idempotency key with another body is refused, and leaves nothing")
  default void refusesAKeyWithAnotherBody() {
    Extraction first = scene().accepted(scene().keyedSubmission("a letter", "Dear Sir", "key"));

    Acceptance again =
        scene().extractions().accept(scene().keyedSubmission("a note", "Dear Madam", "key"));

    assertThat(again).isEqualTo(new KeyReused(first.id()));
    assertThat(scene().ledger().projects().counts(scene().project()))
        .containsEntry(Status.PENDING, 1L);
  }

  @Test
  @DisplayName("§2: a key sent with a document that is there already is remembered, too")
  default void remembersTheKeyOfADeduplicatedDocument() {
    Extraction first = scene().accepted("a letter", "Dear Sir");
    scene().extractions().accept(scene().keyedSubmission("a letter", "Dear Sir", "key"));

    Acceptance reused =
        scene().extractions().accept(scene().keyedSubmission("a note", "Dear Madam", "key"));

    assertThat(reused).isEqualTo(new KeyReused(first.id()));
  }

  @Test
  @DisplayName("§2: a key belongs to its project")
  default void keepsTheKeysOfProjectsApart() {
    scene().accepted(scene().keyedSubmission("a letter", "Dear Sir", "key"));
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();

    Acceptance elsewhere =
        scene()
            .extractions()
            .accept(Submissions.in(other, scene().keyedSubmission("a note", "Hello", "key")));

    assertThat(elsewhere).isInstanceOf(Accepted.class);
  }

  @Test
  @DisplayName("§2: one key sent many times at once is one request")
  default void acceptsOneOfManyRequestsWithOneKey() {
    List<Callable<Acceptance>> senders =
        IntStream.range(0, 16)
            .mapToObj(_ -> scene().keyedSubmission("a letter", "Dear Sir", "key"))
            .<Callable<Acceptance>>map(it -> () -> scene().extractions().accept(it))
            .toList();

    List<Acceptance> acceptances = Race.all(senders);

    assertThat(acceptances).filteredOn(Accepted.class::isInstance).hasSize(1);
    assertThat(acceptances.stream().map(it -> extraction(it).id()).distinct()).hasSize(1);
  }

  @Test
  @DisplayName("S11: a deleted project accepts nothing")
  default void acceptsNothingForADeletedProject() {
    scene().ledger().projects().delete(scene().project());

    assertThat(scene().extractions().accept(scene().submission("a letter", "Dear Sir")))
        .isEqualTo(new NoProject());
  }

  @Test
  @DisplayName("What the reader of a file had to say stays with its extraction")
  default void keepsTheWarningsOfItsReader() {
    List<String> warnings = List.of("2 places are no text", "it was cut");
    var document =
        new Document("a letter", "Dear Sir", "{}", QueueName.DEFAULT, null, null, warnings);
    var warned =
        new Submission(
            scene().nextId(), scene().project(), 1, document, Fingerprint.of("Dear Sir"), 5);

    assertThat(scene().accepted(warned).warnings()).isEqualTo(warnings);
    assertThat(scene().find(warned.id()).warnings()).isEqualTo(warnings);
    Submission other = scene().submission("another", "Dear Madam");
    assertThat(scene().accepted(other).warnings()).isEmpty();
    assertThat(scene().find(other.id()).warnings()).isEmpty();
  }

  @Test
  @DisplayName("S11: a project that never was accepts nothing")
  default void acceptsNothingForAnUnknownProject() {
    Submission stray = Submissions.in(new UUID(1, 2), scene().submission("a letter", "Dear Sir"));

    assertThat(scene().extractions().accept(stray)).isEqualTo(new NoProject());
  }

  private static Extraction extraction(Acceptance acceptance) {
    return switch (acceptance) {
      case Accepted(var extraction) -> extraction;
      case Existing(var extraction) -> extraction;
      case KeyReused _, NoProject _ ->
          throw new AssertionError("expected an extraction, not " + acceptance);
    };
  }
}

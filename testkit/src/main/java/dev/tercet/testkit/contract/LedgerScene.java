package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.TimeOrderedIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** A fresh ledger with one project and one worker, and the short ways to bring it somewhere. */
public final class LedgerScene implements AutoCloseable {
  static final Duration ATTEMPT = Duration.ofMinutes(5);
  static final Failure TIMEOUT =
      new Failure("provider-timeout", FailureClass.TRANSIENT, "no answer", Stage.ACCEPTED);
  static final Failure REFUSED =
      new Failure("content-refused", FailureClass.PERMANENT, "declined", Stage.ACCEPTED);

  static final MadeWith MADE_WITH = new MadeWith("0011223344556677", "1", "model");

  private static final int LOOKS = 2_000;
  private static final Worker WORKER = new Worker("contract", 1, "test", 8);

  private final Ledger ledger;
  private final UUID project;
  private final Session worker;
  private int version = 1;

  /**
   * Held to the end: a driver closes the connection of a session that nobody holds, at any time.
   */
  private final Queue<Session> opened = new ConcurrentLinkedQueue<>();

  LedgerScene(Ledger ledger) {
    this.ledger = ledger;
    project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
    worker = openSession();
  }

  Ledger ledger() {
    return ledger;
  }

  ExtractionStore extractions() {
    return ledger.extractions();
  }

  UUID project() {
    return project;
  }

  /** Gives the project another schema, and with it another version; what is posted later has it. */
  void changeSchema(String schema) {
    version = ledger.projects().put("tenant", "letters", schema, "{}").project().version();
  }

  Session worker() {
    return worker;
  }

  Session openSession() {
    return kept(ledger.sessions().open(WORKER, ATTEMPT));
  }

  /** One whose worker makes passages by a cut of that name. */
  Session openSession(String cut) {
    return kept(ledger.sessions().open(new Worker("contract", 1, "test", 8, cut), ATTEMPT));
  }

  /** The process of that session found it closed and registers anew. */
  Session reopenSession(UUID former) {
    return kept(ledger.sessions().reopen(former, WORKER, ATTEMPT));
  }

  private Session kept(Session session) {
    opened.add(session);
    return session;
  }

  UUID nextId() {
    return TimeOrderedIds.next(ledger.now());
  }

  Submission submission(String source, String text) {
    return Submissions.ofVersion(version, Submissions.plain(nextId(), project, source, text));
  }

  Submission laterSubmission(String source, String text, Instant runAt) {
    return Submissions.later(submission(source, text), runAt);
  }

  Submission keyedSubmission(String source, String text, String key) {
    return Submissions.keyed(submission(source, text), key);
  }

  Extraction accepted(String source, String text) {
    return accepted(submission(source, text));
  }

  Extraction accepted(Submission submission) {
    Acceptance acceptance = extractions().accept(submission);
    return acceptance instanceof Accepted(var extraction)
        ? extraction
        : fail("a new document is accepted, but this one came to " + acceptance);
  }

  Extraction queued(String source, String text) {
    Extraction extraction = accepted(source, text);
    assertThat(extractions().published(publication(hint(extraction), "1-0"))).isTrue();
    return find(extraction.id());
  }

  Claim claimed(String source, String text) {
    return claim(accepted(source, text));
  }

  Claim claim(Extraction extraction) {
    List<Claim> claims = extractions().claim(List.of(hint(extraction)), worker.id(), ATTEMPT);
    assertThat(claims)
        .as("the claim on %s at epoch %s", extraction.id(), extraction.epoch())
        .hasSize(1);
    return claims.getFirst();
  }

  Claim claimAgain(UUID extraction) {
    return claim(find(extraction));
  }

  Extraction done(String source, String text) {
    Claim claim = claimed(source, text);
    return completed(claim);
  }

  Extraction completed(Claim claim) {
    assertThat(extractions().complete(claim)).isEqualTo(Completion.DONE);
    return find(claim.extraction());
  }

  Extraction failed(String source, String text) {
    Claim claim = claimed(source, text);
    assertThat(extractions().fail(claim, REFUSED)).isTrue();
    return find(claim.extraction());
  }

  Extraction cancelled(String source, String text) {
    Extraction extraction = accepted(source, text);
    assertThat(extractions().cancel(project, extraction.id()))
        .isInstanceOf(ExtractionStore.Outcome.Changed.class);
    return find(extraction.id());
  }

  /** An extraction in that status, and a claim that it once had or still has. */
  Claim formerClaim(Status status, String source) {
    Claim claim = claimed(source, "first words of " + source);
    switch (status) {
      case PROCESSING -> {}
      case PENDING -> assertThat(postponed(claim, Duration.ZERO)).isTrue();
      case QUEUED -> {
        assertThat(postponed(claim, Duration.ZERO)).isTrue();
        Hint hint = new Hint(claim.extraction(), claim.epoch());
        assertThat(extractions().published(publication(hint, "1-0"))).isTrue();
      }
      case DONE -> completed(claim);
      case FAILED -> assertThat(extractions().fail(claim, REFUSED)).isTrue();
      case CANCELLED -> extractions().cancel(project, claim.extraction());
      case SUPERSEDED -> accepted(source, "other words of " + source);
      case DELETING -> extractions().delete(project, claim.extraction());
    }
    assertThat(status(claim.extraction())).isEqualTo(status);
    return claim;
  }

  /** The second look at these found nothing, though nobody waited for it. */
  void removed(UUID... extractions) {
    Set<UUID> wanted = Set.of(extractions);
    List<Removal> read =
        ledger.removalStore().due(SecondProject.EVERYTHING, 1_000).stream()
            .filter(it -> wanted.contains(it.extraction()))
            .toList();
    ledger.removalStore().finished(read);
  }

  /** Sets the tombstone of the project, and lets all follow it. */
  void projectDeleted(UUID doomed) {
    assertThat(ledger.projects().delete(doomed)).isTrue();
    while (ledger.removalStore().followTombstones(100).more()) {
      ledger.letAMomentPass();
    }
  }

  boolean postponed(Claim claim, Duration delay) {
    return extractions().postpone(claim, delay, TIMEOUT, true);
  }

  Passage passage(Claim claim, int ordinal, String text) {
    return passage(claim, ordinal, text, List.of());
  }

  Passage passage(Claim claim, int ordinal, String text, List<Passage.Fact> facts) {
    Fingerprint hash = Fingerprint.of(text);
    return new Passage(
        claim.extraction(),
        ordinal,
        0,
        text.codePointCount(0, text.length()),
        text,
        hash,
        EmbeddingId.of(claim.extraction(), ordinal, hash, "model"),
        "model",
        facts);
  }

  boolean recorded(Claim claim, Passage... passages) {
    return ledger
        .passages()
        .record(
            claim,
            Set.of(MADE_WITH),
            List.of(passages),
            Stage.EMBEDDED,
            new Extraction.PassageCount(passages.length, passages.length, passages.length));
  }

  Extraction find(UUID extraction) {
    return ledger
        .reader()
        .find(project, extraction)
        .orElseThrow(() -> new AssertionError("no extraction " + extraction));
  }

  /** Its status as writers see it, {@code deleting} included. */
  Status status(UUID extraction) {
    return extractions().standing(List.of(extraction)).getFirst().status();
  }

  List<Change> history(UUID extraction) {
    return ledger.reader().history(project, extraction);
  }

  /** The statuses it went through. */
  List<Status> path(UUID extraction) {
    return history(extraction).stream().map(Change::to).toList();
  }

  static Hint hint(Extraction extraction) {
    return new Hint(extraction.id(), extraction.epoch());
  }

  static Publication publication(Hint hint, String position) {
    return new Publication(hint, QueueName.DEFAULT, new Position(position), "marker");
  }

  /** Looks until it holds, letting moments pass in between. */
  void until(String what, BooleanSupplier holds) {
    for (int look = 0; look < LOOKS; look++) {
      if (holds.getAsBoolean()) {
        return;
      }
      ledger.letAMomentPass();
    }
    fail("it never came to this: " + what);
  }

  @Override
  public void close() {
    ledger.close();
  }
}

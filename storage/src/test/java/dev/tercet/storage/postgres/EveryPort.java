package dev.tercet.storage.postgres;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Submission;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.bulk.EveryBulk;
import dev.tercet.storage.postgres.removal.Months;
import dev.tercet.testkit.contract.Submissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Asks everything of a {@link LargeLedger} that any port can be asked. */
final class EveryPort {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration ATTEMPT = Duration.ofMinutes(5);
  private static final Worker WORKER = new Worker("host", 1, "1", 8);
  private static final UUID PROJECT = LargeLedger.id(1);
  private static final MadeWith MADE_WITH = new MadeWith("0011223344556677", "1", "model");

  private final LedgerUnderTest ledger;
  private final PostgresStores stores;
  private final RecoveryLedger recovery;
  private final int size;
  private final int turn;
  private final UUID other;
  private long drawn;

  /**
   * @param turn how often everything has been asked before
   */
  EveryPort(LedgerUnderTest ledger, int size, int turn) {
    this.ledger = ledger;
    stores = ledger.stores();
    recovery = stores.recovery();
    this.size = size;
    this.turn = turn;
    drawn = 1_000L * turn;
    other = LargeLedger.id(50 + turn);
  }

  void play() {
    Session session = stores.sessions().open(WORKER, LEASE);
    work(session);
    requests();
    bulk().play();
    new EveryLook(ledger, size, turn).play();
    removing();
    deletingAProject();
    dying(session);
    retaining();
    words();
  }

  private UUID next() {
    return new UUID(1L << 62 | 0x7000L, 0x8000000000000000L | ++drawn);
  }

  private Extraction accepted(UUID project, String source, String text) {
    Submission submission =
        Submissions.keyed(Submissions.plain(next(), project, source, text), "key " + drawn);
    return stores.extractions().accept(submission) instanceof Acceptance.Accepted(var extraction)
        ? extraction
        : stores.extractionReader().find(project, submission.id()).orElseThrow();
  }

  private Claim claimed(Session session, String source) {
    return claimed(session, accepted(PROJECT, source, "words of " + source + drawn));
  }

  private Claim claimed(Session session, Extraction extraction) {
    var message =
        new Delivery(
            extraction.queue(),
            new Position("1-0"),
            new Hint(extraction.id(), extraction.epoch()),
            Instant.EPOCH);
    return stores.extractions().claimTaken(List.of(message), session.id(), ATTEMPT).getFirst();
  }

  private static Passage passage(Claim claim, int ordinal) {
    String text = "Ada wrote to Grace " + ordinal;
    Fingerprint hash = Fingerprint.of(text);
    return new Passage(
        claim.extraction(),
        ordinal,
        0,
        text.length(),
        text,
        hash,
        EmbeddingId.of(claim.extraction(), ordinal, hash, "model"),
        "model",
        List.of(new Passage.Fact("{\"name\":\"Ada\"}", "Ada", 0, 3)));
  }

  private ModelCall call(Claim claim, String question) {
    return new ModelCall(
        next(),
        PROJECT,
        claim.extraction(),
        0,
        claim.epoch(),
        "echo",
        "m",
        Fingerprint.of(question));
  }

  private Extraction done(Session session, String source) {
    Claim claim = claimed(session, source);
    ModelCall call = call(claim, source);
    for (Use use : Use.values()) {
      stores.answers().find(PROJECT, claim.extraction(), List.of(call.fingerprint()), use);
    }
    stores.answers().started(call, new Asker(claim.session(), ATTEMPT));
    stores.answers().abandoned(call);
    var refused = new Verdict.Refused("no", "no", true);
    stores.answers().ended(call(claim, "?"), refused, new Usage(1, 2, 3));
    stores.answers().ended(call, new Verdict.Valid("[]"), new Usage(1, 2, 3));
    var whole = new Extraction.PassageCount(2, 2, 2);
    List<Passage> both = List.of(passage(claim, 0), passage(claim, 1));
    stores.passages().record(claim, Set.of(MADE_WITH), both, Stage.EMBEDDED, whole);
    stores.entities().link(claim, List.of(new Mention("person", "Ada", "ada", 0)));
    stores.extractions().advance(claim, Stage.LINKED, whole, ATTEMPT);
    stores.extractions().load(List.of(claim));
    stores.extractions().text(claim);
    stores.extractions().metadata(claim);
    var failed = List.of(new FailedPassage(2, 8, 9, "?", "refused", "no"));
    var leftOut = new FailedPassage.LeftOut(new Extraction.PassageCount(3, 2, 2), failed);
    stores.extractions().completeWithout(claim, leftOut);
    stores.passages().failed(claim.extraction(), 0, 200);
    stores.extractions().again(PROJECT, claim.extraction(), next());
    return stores.extractionReader().find(PROJECT, claim.extraction()).orElseThrow();
  }

  /** What an attempt of a free provider writes. */
  private void closed(Session session, String source) {
    Claim claim = claimed(session, source);
    ModelCall call = call(claim, source);
    stores
        .closings()
        .close(
            new Closing(
                claim,
                MADE_WITH,
                List.of(new FreeAnswer(call, new Usage(1, 2, 3), "[]")),
                List.of(passage(claim, 0), passage(claim, 1)),
                List.of(new Mention("person", "Ada", "ada", 0))));
  }

  private void work(Session session) {
    ExtractionStore extractions = stores.extractions();
    stores.projects().put("tenant", "letters", "{}", "{}");
    done(session, "a letter");
    done(session, "a letter");
    closed(session, "a letter");
    accepted(PROJECT, "source " + (size - 10), "other words" + drawn);
    extractions.accept(
        Submissions.ofVersion(99, Submissions.plain(next(), PROJECT, "a letter", "words")));
    Extraction waiting = accepted(PROJECT, "a card", "words" + drawn);
    var first =
        new Publication(
            new Hint(waiting.id(), 0), QueueName.DEFAULT, new Position("1-0"), "marker");
    var second =
        new Publication(
            new Hint(waiting.id(), 0), QueueName.DEFAULT, new Position("2-0"), "marker");
    extractions.due(Duration.ZERO, 100);
    var taker = new ExtractionStore.Taker(next(), LEASE);
    extractions.takeDue(taker, Duration.ZERO, 100);
    extractions.takeDue(taker, List.of(first.hint()));
    extractions.publishedBefore(List.of(new ExtractionStore.Unmarked(first, LEASE)));
    extractions.published(List.of(first));
    extractions.replaced(List.of(new ExtractionStore.Replacement(first, second)));
    session.held();
    extractions.postpone(claimed(session, "a note"), Duration.ZERO, failure(), true);
    stores.passages().beginAnew(claimed(session, "a will"));
    extractions.fail(claimed(session, "a bill"), failure());
    extractions.release(claimed(session, "a poem"), ReleaseCause.DRAINED);
    extractions.standing(List.of(LargeLedger.id(7)));
  }

  private static Failure failure() {
    return new Failure("refused", FailureClass.PERMANENT, "no", Stage.ACCEPTED);
  }

  private void requests() {
    UUID waiting = accepted(PROJECT, "to be cancelled", "words" + drawn).id();
    stores.extractions().cancel(PROJECT, waiting);
    stores.extractions().retry(PROJECT, waiting);
    stores.extractions().delete(PROJECT, waiting);
  }

  private EveryBulk bulk() {
    return new EveryBulk(stores, PROJECT, other, LargeLedger.id(101), this::next);
  }

  private void removing() {
    var removals = recovery.removals();
    List<UUID> gone = new ArrayList<>();
    List<Long> going = List.of(21L + 200L * turn, 31L + 200L * turn);
    for (long n : going) {
      stores.extractions().delete(projectOf(n), LargeLedger.id(n));
      gone.add(LargeLedger.id(n));
    }
    removals.passagePoints(gone, null, 100);
    removals.failed(gone, "away", Duration.ZERO);
    removals.confirmed(gone, Duration.ofSeconds(-1));
    for (long n : going) {
      removals.finished(
          removals.due(new Scope.OfExtraction(projectOf(n), LargeLedger.id(n)), 10), true);
    }
    for (Part part : Part.values()) {
      removals.dropOrphanRows(part, List.of(new Place(PROJECT, LargeLedger.id(21))));
    }
  }

  private UUID projectOf(long n) {
    return UUID.fromString(ledger.column("SELECT project_of(%d)".formatted(n)).getFirst());
  }

  private void deletingAProject() {
    var removals = recovery.removals();
    stores.projects().delete(other);
    removals.untouched(100);
    boolean more = true;
    while (more) {
      more = removals.followTombstones(100).more();
    }
    ledger.execute("DELETE FROM document WHERE project = '%s'".formatted(other));
    ledger.execute("DELETE FROM extraction WHERE project = '%s'".formatted(other));
    while (removals.dropDeletedProjects() > 0) {
      removals.untouched(100);
    }
  }

  private void dying(Session session) {
    var reaper = recovery.reaper();
    session.beat();
    reaper.sessions(Duration.ZERO);
    Session reopened = stores.sessions().reopen(session.id(), WORKER, LEASE);
    reopened.close();
    reaper.releaseAbandoned(10);
    reaper.releaseHung(10);
    reaper.endQuestions(10);
    reaper.end(LargeLedger.id(2L + turn), Duration.ZERO, 3);
    reaper.endAllBut(List.of(LargeLedger.id(3L + turn)), 3);
    session.close();
  }

  /** At most purges nothing is old enough. */
  private void retaining() {
    Months months = new Months(ledger.database());
    months.create();
    months.drop(Duration.ofDays(3));
    for (Duration age : List.of(Duration.ofDays(3), Duration.ofHours(12))) {
      for (RetentionKind kind : RetentionKind.values()) {
        recovery.retention().purge(kind, age, 100);
      }
    }
  }

  private void words() {
    for (int i = 0; i < 3; i++) {
      recovery.words().fillOnce();
    }
  }
}

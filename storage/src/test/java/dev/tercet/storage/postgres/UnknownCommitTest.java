package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.BreakingConnections.When;
import dev.tercet.testkit.contract.Submissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("§3: what a broken connection left unknown is read back")
class UnknownCommitTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Duration ATTEMPT = Duration.ofMinutes(5);
  private static final UUID SESSION = new UUID(1, 1);
  private static final Failure FAILURE =
      new Failure("provider-timeout", FailureClass.TRANSIENT, "no answer", Stage.ACCEPTED);

  private final BreakingConnections connections = new BreakingConnections();
  private LedgerUnderTest ledger;
  private UUID project;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE, StoreSettings.DEFAULT, connections::over);
    project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
    ledger.opened(SESSION);
  }

  @AfterEach
  void close() {
    assertThat(connections.isArmed()).as("the connection never broke").isFalse();
    ledger.close();
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void acceptsOnce(When when) {
    Submission submission = submission();
    connections.breakNext(when);

    Acceptance acceptance = ledger.extractions().accept(submission);

    assertThat(acceptance).isInstanceOf(Acceptance.Accepted.class);
    assertThat(((Acceptance.Accepted) acceptance).extraction().generation()).isEqualTo(1);
    walked(submission.id(), Status.PENDING);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void publishesOnce(When when) {
    UUID id = accepted();
    connections.breakNext(when);

    assertThat(
            ledger
                .extractions()
                .published(
                    new Publication(new Hint(id, 0), QueueName.DEFAULT, new Position("1-0"), "m")))
        .isTrue();

    walked(id, Status.PENDING, Status.QUEUED);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void claimsOnceAndLearnsItsEpoch(When when) {
    UUID id = accepted();
    connections.breakNext(when);

    List<Claim> claims = ledger.extractions().claim(List.of(new Hint(id, 0)), SESSION, ATTEMPT);

    assertThat(claims).hasSize(1);
    assertThat(claims.getFirst().epoch()).isEqualTo(find(id).epoch());
    assertThat(claims.getFirst().attempts()).isEqualTo(1);
    walked(id, Status.PENDING, Status.PROCESSING);
  }

  @Test
  void doesNotTakeALineOfTheFormerReleaseForItsOwnEnd() {
    Claim claim = claimed();
    assertThat(ledger.extractions().release(claim, ReleaseCause.DRAINED)).isTrue();
    ledger.execute("UPDATE audit SET event = NULL");
    connections.breakNext(When.AFTER_IT_TOOK_EFFECT);

    assertThat(ledger.extractions().complete(claim)).isEqualTo(Completion.LOST);

    assertThat(ledger.reader().history(project, claim.extraction()))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.event()).isNull());
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void recordsLinksAndCompletesOnce(When when) {
    Claim claim = claimed();
    String text = "words";
    Fingerprint hash = Fingerprint.of(text);
    UUID point = EmbeddingId.of(claim.extraction(), 0, hash, "model");
    Passage passage =
        new Passage(claim.extraction(), 0, 0, 5, text, hash, point, "model", List.of());
    connections.breakNext(when);
    assertThat(
            ledger
                .passages()
                .record(
                    claim,
                    Set.of(new MadeWith("0011223344556677", "1", "model")),
                    List.of(passage),
                    Stage.EMBEDDED,
                    new Extraction.PassageCount(1, 1, 1)))
        .isTrue();
    connections.breakNext(when);
    assertThat(ledger.entities().link(claim, List.of(new Mention("name", "Eve", "eve", 0))))
        .isTrue();
    connections.breakNext(when);
    assertThat(ledger.extractions().complete(claim)).isEqualTo(Completion.DONE);

    assertThat(ledger.passages().living(project, List.of(point))).hasSize(1);
    assertThat(
            ledger
                .entities()
                .list(project, "", "", EntityStore.Place.START, 10)
                .getFirst()
                .mentions())
        .isEqualTo(1);
    walked(claim.extraction(), Status.PENDING, Status.PROCESSING, Status.DONE);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void postponesOnce(When when) {
    Claim claim = claimed();
    connections.breakNext(when);

    assertThat(ledger.extractions().postpone(claim, Duration.ofHours(1), FAILURE, true)).isTrue();

    assertThat(find(claim.extraction()).attempts()).isEqualTo(1);
    walked(claim.extraction(), Status.PENDING, Status.PROCESSING, Status.PENDING);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void failsOnce(When when) {
    Claim claim = claimed();
    connections.breakNext(when);

    assertThat(ledger.extractions().fail(claim, FAILURE)).isTrue();

    walked(claim.extraction(), Status.PENDING, Status.PROCESSING, Status.FAILED);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void releasesOnce(When when) {
    Claim claim = claimed();
    connections.breakNext(when);

    assertThat(ledger.extractions().release(claim, ReleaseCause.DRAINED)).isTrue();

    assertThat(find(claim.extraction()).attempts()).isZero();
    walked(claim.extraction(), Status.PENDING, Status.PROCESSING, Status.PENDING);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void cancelsRetriesAndDeletesOnce(When when) {
    Claim failed = claimed();
    ledger.extractions().fail(failed, FAILURE);
    UUID id = failed.extraction();
    connections.breakNext(when);
    assertThat(ledger.extractions().retry(project, id)).isInstanceOf(Outcome.Changed.class);
    connections.breakNext(when);
    assertThat(ledger.extractions().cancel(project, id)).isInstanceOf(Outcome.Changed.class);
    connections.breakNext(when);
    assertThat(ledger.extractions().delete(project, id)).isInstanceOf(Outcome.Changed.class);

    walked(
        id,
        Status.PENDING,
        Status.PROCESSING,
        Status.FAILED,
        Status.PENDING,
        Status.CANCELLED,
        Status.DELETING);
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void savesAnAnswerAndItsSpendOnce(When when) {
    UUID id = accepted();
    ModelCall call =
        new ModelCall(new UUID(5, 5), project, id, 0, 1, "openai", "m", Fingerprint.of("answer"));
    connections.breakNext(when);
    var asker = new AnswerStore.Asker(new UUID(6, 6), Duration.ofMinutes(5));
    assertThat(ledger.answers().started(call, asker)).isEqualTo(AnswerStore.Start.BEGUN);
    connections.breakNext(when);

    assertThat(ledger.answers().ended(call, new Verdict.Valid("[]"), new Usage(1, 10, 2)))
        .isPresent();

    assertThat(find(id).usage()).isEqualTo(new Usage(1, 10, 2));
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void drainsOnce(When when) {
    UUID id = accepted();
    Session session = ledger.sessions().open(new Worker("host", 1, "v", 1), ATTEMPT);
    ledger.extractions().claim(List.of(new Hint(id, 0)), session.id(), ATTEMPT);
    connections.breakNext(when);

    session.close();

    walked(id, Status.PENDING, Status.PROCESSING, Status.PENDING);
  }

  private Submission submission() {
    return Submissions.plain(UUID.randomUUID(), project, "a letter", "words");
  }

  private UUID accepted() {
    Submission submission = submission();
    ledger.extractions().accept(submission);
    return submission.id();
  }

  private Claim claimed() {
    return ledger
        .extractions()
        .claim(List.of(new Hint(accepted(), 0)), SESSION, ATTEMPT)
        .getFirst();
  }

  private Extraction find(UUID id) {
    return ledger.reader().find(project, id).orElseThrow();
  }

  private void walked(UUID id, Status... path) {
    assertThat(ledger.reader().history(project, id).stream().map(Change::to)).containsExactly(path);
  }
}

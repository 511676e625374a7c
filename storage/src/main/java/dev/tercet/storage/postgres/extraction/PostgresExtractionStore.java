package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.Failure;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.SessionClosedException;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.Commits;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The ledger; every function is a group commit of one operation. */
public final class PostgresExtractionStore implements ExtractionStore {
  /** Oldest first. */
  private static final Query DUE =
      Query.of(
          SqlPieces.in(
              """
              SELECT id, epoch, queue
                FROM extraction e
               WHERE {waited}
                 AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
               ORDER BY greatest(since, due_at)
               LIMIT :limit
              """,
              Map.of("waited", TakeDue.WAITED)));

  private static final Query STANDING =
      Query.of(
          """
          SELECT e.id, CASE WHEN p.deleted_at IS NULL THEN e.status ELSE 'deleting' END, e.epoch
            FROM extraction e
            JOIN project p ON p.id = e.project
           WHERE e.id = ANY (:ids::uuid[])
          """);

  private final Database database;
  private final int maxCrashes;
  private final WorkReader work;
  private final GroupCommit<Submission, Acceptance> accept;
  private final GroupCommit<PublishedOperation.Note, Boolean> published;
  private final GroupCommit<ClaimOperation.Request, ClaimOperation.Result> claim;
  private final GroupCommit<AdvanceOperation.Advance, Boolean> advance;
  private final GroupCommit<CompleteOperation.End, Completion> complete;
  private final GroupCommit<EndAttemptOperation.HandBack, Boolean> handBack;
  private final GroupCommit<ReleaseOperation.Release, Boolean> release;
  private final GroupCommit<RequestOperation.Request, Outcome> cancel;
  private final GroupCommit<RequestOperation.Request, Outcome> retry;
  private final GroupCommit<RepeatOperation.Repeat, Outcome> again;
  private final GroupCommit<RequestOperation.Request, Outcome> delete;

  public PostgresExtractionStore(Database database, Commits commits, int maxCrashes) {
    this.database = database;
    this.maxCrashes = maxCrashes;
    work = new WorkReader(database);
    accept = commits.of(new AcceptOperation());
    published = commits.of(new PublishedOperation());
    claim = commits.of(new ClaimOperation());
    advance = commits.of(new AdvanceOperation());
    complete = commits.of(new CompleteOperation());
    handBack = commits.of(new EndAttemptOperation());
    release = commits.of(new ReleaseOperation());
    cancel =
        commits.of(
            new RequestOperation(
                "cancel",
                RequestSql.CANCEL,
                extraction -> extraction.status() == Status.CANCELLED));
    retry =
        commits.of(
            new RequestOperation(
                "retry",
                RequestSql.RETRY,
                extraction -> extraction.status().isInFlight() && extraction.attempts() == 0));
    again = commits.of(new RepeatOperation());
    delete =
        commits.of(
            new RequestOperation(
                "delete", RequestSql.DELETE, extraction -> extraction.status() == Status.DELETING));
  }

  @Override
  public Acceptance accept(Submission submission) {
    StorableText.required(submission.document().source());
    StorableText.required(submission.document().text());
    StorableText.required(submission.document().metadata());
    return accept.submit(submission);
  }

  @Override
  public List<Due> due(Duration age, int limit) {
    return database.read(connection ->
        DUE.with("age", age.toMillis()).with("limit", limit).list(connection, TakeDue::due));
  }

  @Override
  public List<Due> takeDue(Taker taker, Duration age, int limit) {
    return database.repeatable(connection -> TakeDue.oldest(connection, taker, age, limit));
  }

  @Override
  public List<Due> takeDue(Taker taker, Collection<Hint> hints) {
    return hints.isEmpty()
        ? List.of()
        : database.repeatable(connection -> TakeDue.named(connection, taker, hints));
  }

  @Override
  public boolean published(Publication publication) {
    return published.submit(new PublishedOperation.Note(publication, null));
  }

  @Override
  public int published(List<Publication> publications) {
    return note(publications.stream().map(it -> new PublishedOperation.Note(it, null)).toList());
  }

  @Override
  public int publishedBefore(List<Unmarked> publications) {
    return note(
        publications.stream()
            .map(it -> new PublishedOperation.Note(it.publication(), it.ago()))
            .toList());
  }

  private int note(List<PublishedOperation.Note> notes) {
    return Collections.frequency(published.submitAll(notes), true);
  }

  @Override
  public Set<Publication> replaced(List<Replacement> replacements) {
    return replacements.isEmpty()
        ? Set.of()
        : database.repeatable(connection -> ReplaceMessages.replace(connection, replacements));
  }

  @Override
  public List<Claim> claim(Collection<Hint> hints, UUID session, Duration attemptTimeout) {
    return claimed(
        session,
        hints.stream()
            .distinct()
            .map(hint -> new ClaimOperation.Request(hint, null, session, attemptTimeout)));
  }

  @Override
  public List<Claim> claimTaken(
      Collection<Delivery> messages, UUID session, Duration attemptTimeout) {
    return claimed(
        session,
        Delivery.firstOfEach(messages).stream()
            .map(it -> new ClaimOperation.Request(it.hint(), it, session, attemptTimeout)));
  }

  private List<Claim> claimed(UUID session, Stream<ClaimOperation.Request> requests) {
    return claim.submitAll(requests.toList()).stream()
        .flatMap(it ->
            switch (it) {
              case ClaimOperation.Result.Won(var taken) -> Stream.of(taken);
              case ClaimOperation.Result.Lost() -> Stream.<Claim>empty();
              case ClaimOperation.Result.Closed() -> throw new SessionClosedException(session);
            })
        .toList();
  }

  @Override
  public List<AttemptWork> load(Collection<Claim> claims) {
    return work.load(claims);
  }

  @Override
  public Optional<String> text(Claim claim) {
    return work.text(claim);
  }

  @Override
  public Optional<String> metadata(Claim claim) {
    return work.metadata(claim);
  }

  @Override
  public boolean advance(
      Claim held, Stage stage, Extraction.PassageCount passages, Duration attemptTimeout) {
    return advance.submit(new AdvanceOperation.Advance(held, stage, passages, attemptTimeout));
  }

  @Override
  public Completion complete(Claim held) {
    return completeWithout(held, LeftOut.NOTHING);
  }

  @Override
  public Completion completeWithout(Claim held, LeftOut leftOut) {
    return complete.submit(new CompleteOperation.End(held, leftOut));
  }

  @Override
  public boolean postpone(Claim held, Duration delay, Failure reason, boolean counted) {
    return handBack.submit(new EndAttemptOperation.HandBack(held, reason, delay, counted));
  }

  @Override
  public boolean await(Claim held, String provider, Duration longest, Failure reason) {
    return handBack.submit(
        new EndAttemptOperation.HandBack(held, reason, longest, false, provider));
  }

  @Override
  public boolean fail(Claim held, Failure failure) {
    return handBack.submit(new EndAttemptOperation.HandBack(held, failure, null, true));
  }

  @Override
  public boolean release(Claim held, ReleaseCause cause) {
    return release.submit(ReleaseOperation.Release.of(held, cause, maxCrashes));
  }

  @Override
  public Outcome cancel(UUID project, UUID extraction) {
    return cancel.submit(new RequestOperation.Request(project, extraction));
  }

  @Override
  public Outcome retry(UUID project, UUID extraction) {
    return retry.submit(new RequestOperation.Request(project, extraction));
  }

  @Override
  public Outcome again(UUID project, UUID extraction, UUID id) {
    return again.submit(new RepeatOperation.Repeat(project, extraction, id));
  }

  @Override
  public Outcome delete(UUID project, UUID extraction) {
    return delete.submit(new RequestOperation.Request(project, extraction));
  }

  @Override
  public List<Standing> standing(Collection<UUID> extractions) {
    return database.read(connection ->
        STANDING
            .with("ids", Set.copyOf(extractions))
            .list(
                connection,
                row ->
                    new Standing(
                        Rows.uuid(row, 1), Status.ofLabel(Rows.text(row, 2)), row.getLong(3))));
  }
}

package dev.tercet.testkit.memory;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.Failure;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Submission;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ledger's transitions: each is the specification's move, inside one transaction. */
final class InMemoryExtractionStore implements ExtractionStore {
  private final Tables tables;
  private final InMemoryAcceptance acceptance;
  private final InMemoryCompletion completion;
  private final InMemoryClaims claims;

  InMemoryExtractionStore(Tables tables) {
    this.tables = tables;
    acceptance = new InMemoryAcceptance(tables);
    completion = new InMemoryCompletion(tables);
    claims = new InMemoryClaims(tables);
  }

  @Override
  public Acceptance accept(Submission submission) {
    return tables.transact(() -> acceptance.accept(submission));
  }

  @Override
  public List<Due> due(Duration age, int limit) {
    return tables.transact(() -> dueBy(age, _ -> true).limit(limit).toList());
  }

  @Override
  public List<Due> takeDue(Taker taker, Duration age, int limit) {
    return tables.transact(() ->
        dueBy(age, due -> tables.relays.isFree(due.hint(), taker, tables.now()))
            .limit(limit)
            .peek(due -> tables.relays.take(due.hint(), taker, tables.now()))
            .toList());
  }

  @Override
  public List<Due> takeDue(Taker taker, Collection<Hint> hints) {
    return tables.transact(() ->
        dueBy(
                Duration.ZERO,
                due ->
                    hints.contains(due.hint())
                        && tables.relays.isFree(due.hint(), taker, tables.now()))
            .peek(due -> tables.relays.take(due.hint(), taker, tables.now()))
            .toList());
  }

  private Stream<Due> dueBy(Duration age, Predicate<Due> wanted) {
    record Waiting(Row row, Instant from) {}
    return tables.rows.values().stream()
        .filter(row -> tables.isLiving(row.document().project()))
        .flatMap(row ->
            row.state() instanceof Pending waiting && isDue(waiting, age)
                ? Stream.of(new Waiting(row, later(waiting.since(), waiting.dueAt())))
                : Stream.empty())
        .sorted(
            Comparator.comparing(Waiting::from)
                .thenComparing(waiting -> waiting.row().id(), EmbeddingId.ORDER))
        .map(waiting -> due(waiting.row()))
        .filter(wanted);
  }

  /** What nobody has claimed yet, and was due at once, is left to its publisher for longer. */
  private boolean isDue(Pending it, Duration age) {
    boolean fresh = it.progress().epoch() == 0 && it.dueAt().equals(it.since());
    Instant latest = tables.now().minus(fresh ? age.multipliedBy(2) : age);
    return !later(it.since(), it.dueAt()).isAfter(latest);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Due due(Row row) {
    return new Due(new Hint(row.id(), row.state().progress().epoch()), row.document().queue());
  }

  @Override
  public boolean published(Publication publication) {
    Hint hint = publication.hint();
    return moved(
        hint.extraction(),
        new SagaEvent.Published(hint.epoch(), publication.position(), publication.marker()));
  }

  @Override
  public int publishedBefore(List<Unmarked> publications) {
    return tables.transact(() -> (int) publications.stream().filter(this::isNotedAsOfThen).count());
  }

  private boolean isNotedAsOfThen(Unmarked it) {
    Publication publication = it.publication();
    Row row = tables.row(publication.hint().extraction());
    return row != null
        && row.state() instanceof Pending waiting
        && tables
            .move(
                row.id(),
                new SagaEvent.Published(
                    publication.hint().epoch(), publication.position(), publication.marker()),
                later(waiting.since(), tables.now().minus(it.ago())))
            .isPresent();
  }

  @Override
  public Set<Publication> replaced(List<Replacement> replacements) {
    return tables.transact(() ->
        replacements.stream()
            .filter(this::isStill)
            .map(Replacement::now)
            .filter(now ->
                tables
                    .move(
                        now.hint().extraction(),
                        new SagaEvent.Published(now.hint().epoch(), now.position(), now.marker()))
                    .isPresent())
            .collect(Collectors.toSet()));
  }

  private boolean isStill(Replacement it) {
    Row row = tables.row(it.lost().hint().extraction());
    return row != null
        && row.state() instanceof Queued queued
        && queued.progress().epoch() == it.lost().hint().epoch()
        && queued.position().equals(it.lost().position())
        && queued.marker().equals(it.lost().marker());
  }

  @Override
  public List<Claim> claim(Collection<Hint> hints, UUID session, Duration attemptTimeout) {
    return claims.claim(
        hints.stream().distinct().map(InMemoryClaims.Wanted::new), session, attemptTimeout);
  }

  @Override
  public List<Claim> claimTaken(
      Collection<Delivery> messages, UUID session, Duration attemptTimeout) {
    return claims.claim(
        Delivery.firstOfEach(messages).stream().map(InMemoryClaims.Wanted::new),
        session,
        attemptTimeout);
  }

  @Override
  public List<AttemptWork> load(Collection<Claim> held) {
    return tables.transact(() -> held.stream().flatMap(it -> claims.work(it).stream()).toList());
  }

  @Override
  public Optional<String> text(Claim claim) {
    return tables.transact(() ->
        Optional.ofNullable(tables.row(claim.extraction())).map(row -> row.document().text()));
  }

  @Override
  public Optional<String> metadata(Claim claim) {
    return tables.transact(() ->
        Optional.ofNullable(tables.row(claim.extraction())).map(row -> row.document().metadata()));
  }

  @Override
  public boolean advance(
      Claim claim, Stage stage, Extraction.PassageCount passages, Duration attemptTimeout) {
    return tables.transact(() ->
        tables
            .move(
                claim.extraction(),
                new SagaEvent.Advanced(
                    claim.epoch(), claim.session(), stage, tables.now().plus(attemptTimeout)))
            .map(row -> tables.rows.put(row.id(), row.timedBy(attemptTimeout).counting(passages)))
            .isPresent());
  }

  @Override
  public Completion complete(Claim claim) {
    return tables.transact(() -> completion.complete(claim));
  }

  @Override
  public Completion completeWithout(Claim claim, LeftOut leftOut) {
    return tables.transact(() -> completion.completeWithout(claim, leftOut));
  }

  @Override
  public boolean postpone(Claim claim, Duration delay, Failure reason, boolean counted) {
    return tables.transact(() ->
        tables
            .move(
                claim.extraction(),
                new SagaEvent.Postponed(
                    claim.epoch(), claim.session(), tables.now().plus(delay), counted))
            .map(row -> tables.rows.put(row.id(), row.failing(reason)))
            .isPresent());
  }

  @Override
  public boolean await(Claim claim, String provider, Duration longest, Failure reason) {
    return tables.transact(() -> {
      boolean closed = tables.providers.isClosed(provider);
      boolean ours = postpone(claim, closed ? longest : Duration.ZERO, reason, false);
      if (ours && closed) {
        tables.providers.await(provider, claim.extraction(), claim.epoch());
      }
      return ours;
    });
  }

  @Override
  public boolean fail(Claim claim, Failure failure) {
    return moved(
        claim.extraction(), new SagaEvent.GivenUp(claim.epoch(), claim.session(), failure));
  }

  @Override
  public boolean release(Claim claim, ReleaseCause cause) {
    return moved(
        claim.extraction(),
        new SagaEvent.Released(
            claim.epoch(), claim.session(), cause, Tables.MAX_CRASHES, claim.maxAttempts()));
  }

  private boolean moved(UUID extraction, SagaEvent event) {
    return tables.transact(() -> tables.move(extraction, event).isPresent());
  }

  @Override
  public Outcome cancel(UUID project, UUID extraction) {
    return asked(project, extraction, new SagaEvent.CancelRequested());
  }

  @Override
  public Outcome retry(UUID project, UUID extraction) {
    return asked(project, extraction, new SagaEvent.RetryRequested());
  }

  @Override
  public Outcome again(UUID project, UUID extraction, UUID id) {
    return tables.transact(() -> acceptance.again(project, extraction, id));
  }

  @Override
  public Outcome delete(UUID project, UUID extraction) {
    return asked(project, extraction, new SagaEvent.DeleteRequested());
  }

  private Outcome asked(UUID project, UUID extraction, SagaEvent request) {
    return tables.transact(() -> {
      Optional<Row> row = tables.visible(project, extraction);
      if (row.isEmpty()) {
        return new Outcome.Absent();
      }
      return tables
          .move(extraction, request)
          .<Outcome>map(moved -> new Outcome.Changed(tables.extraction(moved)))
          .orElseGet(() -> new Outcome.Refused(row.get().state().status()));
    });
  }

  @Override
  public List<Standing> standing(Collection<UUID> extractions) {
    return tables.transact(() ->
        extractions.stream()
            .distinct()
            .flatMap(id -> Stream.ofNullable(tables.row(id)))
            .map(
                row -> new Standing(row.id(), tables.standing(row), row.state().progress().epoch()))
            .toList());
  }
}

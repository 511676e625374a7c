package dev.tercet.testkit.memory;

import dev.tercet.saga.Passage;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.Scope;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.memory.table.InScope;
import dev.tercet.testkit.memory.table.RemovalRow;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SessionEnd;
import dev.tercet.testkit.memory.table.SessionRow;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What recovery asks of the ledger, page by page. */
final class InMemoryLedgerAudit implements LedgerAudit {
  private final Tables tables;
  private final SessionEnd ending;
  private final PointRows points;
  private final InMemoryOrphanRows loose;

  InMemoryLedgerAudit(Tables tables) {
    this.tables = tables;
    ending = new SessionEnd(tables);
    points = new PointRows(tables);
    loose = new InMemoryOrphanRows(tables);
  }

  /** Those behind a tombstone are left to its deletion. */
  private Stream<Row> rows(Scope scope, @Nullable UUID after) {
    return tables.rows.values().stream()
        .filter(row -> tables.isLiving(row.document().project()))
        .filter(row -> InScope.has(scope, row))
        .filter(row -> InScope.isAfter(row.id(), after))
        .sorted(InScope.BY_ID);
  }

  @Override
  public List<Due> unpublished(Scope scope, Duration age, @Nullable UUID after, int limit) {
    return tables.transact(() -> {
      Instant latest = tables.now().minus(age);
      return rows(scope, after)
          .filter(row -> row.state() instanceof Pending it && !from(it).isAfter(latest))
          .filter(row -> !tables.relays.isHeld(hint(row), tables.now()))
          .limit(limit)
          .map(row -> new Due(hint(row), row.document().queue()))
          .toList();
    });
  }

  private static Instant from(Pending pending) {
    return pending.since().isAfter(pending.dueAt()) ? pending.since() : pending.dueAt();
  }

  private static Hint hint(Row row) {
    return new Hint(row.id(), row.state().progress().epoch());
  }

  @Override
  public List<QueuedRow> queued(Scope scope, @Nullable UUID after, int limit) {
    return tables.transact(
        () -> rows(scope, after).flatMap(InMemoryLedgerAudit::queued).limit(limit).toList());
  }

  private static Stream<QueuedRow> queued(Row row) {
    return row.state() instanceof Queued(var since, var _, var message, var marker)
        ? Stream.of(
            new QueuedRow(
                new Publication(hint(row), row.document().queue(), message, marker), since))
        : Stream.empty();
  }

  @Override
  public List<QueuedRow> stillQueued(Collection<QueuedRow> rows) {
    return tables.transact(() ->
        rows.stream()
            .distinct()
            .filter(seen ->
                Stream.ofNullable(tables.row(seen.publication().hint().extraction()))
                    .filter(row -> tables.isLiving(row.document().project()))
                    .flatMap(InMemoryLedgerAudit::queued)
                    .anyMatch(seen::equals))
            .toList());
  }

  @Override
  public Map<QueueName, ClaimedSoFar> claimed() {
    return tables.transact(() -> tables.claimed.newest());
  }

  @Override
  public List<DeadClaim> deadClaims(Scope scope, Duration lease, @Nullable UUID after, int limit) {
    return tables.transact(
        () -> rows(scope, after).flatMap(row -> dead(row, lease)).limit(limit).toList());
  }

  private Stream<DeadClaim> dead(Row row, Duration lease) {
    return row.state() instanceof Processing held
        ? cause(held, lease).stream()
            .map(cause ->
                new DeadClaim(
                    row.document().project(),
                    row.id(),
                    held.progress().epoch(),
                    held.session(),
                    cause))
        : Stream.empty();
  }

  private Optional<ReleaseCause> cause(Processing held, Duration lease) {
    SessionRow session = tables.sessions.get(held.session());
    if (session == null || !session.open()) {
      return Optional.of(ReleaseCause.DRAINED);
    }
    Optional<ReleaseCause> dead = ending.cause(session, lease);
    return dead.isEmpty() && held.deadline().isBefore(tables.now())
        ? Optional.of(ReleaseCause.DEADLINE_PASSED)
        : dead;
  }

  @Override
  public List<PointRow> pointRows(Scope scope, String model, @Nullable PointRow after, int limit) {
    return tables.transact(() -> points.page(scope, model, after, limit));
  }

  @Override
  public List<PointRow> pointRowsOfBuckets(
      BucketSpan buckets, String model, @Nullable UUID after, int limit) {
    return tables.transact(() -> points.ofBuckets(buckets, model, after, limit));
  }

  @Override
  public Map<Integer, Long> bucketCounts(String model, BucketSpan buckets) {
    return tables.transact(() -> points.bucketCounts(model, buckets));
  }

  @Override
  public long bucketCount(int bucket, String model) {
    return bucketCounts(model).getOrDefault(bucket, 0L);
  }

  @Override
  public List<PointRow> pointRows(Collection<UUID> embeddingIds) {
    return tables.transact(() -> points.byId(embeddingIds));
  }

  @Override
  public List<Passage> passages(Collection<UUID> embeddingIds) {
    return tables.transact(() -> points.passages(embeddingIds));
  }

  @Override
  public List<ExtractionStanding> standings(Collection<UUID> extractions) {
    return tables.transact(() ->
        extractions.stream()
            .distinct()
            .flatMap(id -> Stream.ofNullable(tables.row(id)))
            .map(row ->
                new ExtractionStanding(
                    row.id(),
                    row.document().project(),
                    tables.standing(row),
                    row.state().progress().epoch(),
                    removalState(row)))
            .toList());
  }

  private RemovalState removalState(Row row) {
    if (tables.standing(row) != row.state().status()) {
      return RemovalState.OPEN;
    }
    RemovalRow removal = tables.removals.get(row.id());
    if (removal == null) {
      return RemovalState.NO;
    }
    return removal.confirmedAt() == null ? RemovalState.OPEN : RemovalState.CONFIRMED;
  }

  @Override
  public OrphanRowPage orphanRows(Scope scope, Part part, Place after, int limit) {
    return tables.transact(() -> loose.page(scope, part, after, limit));
  }

  @Override
  public boolean isQuiet() {
    return tables.transact(() ->
        tables.removals.isEmpty()
            && tables.projects.keySet().stream().allMatch(tables::isLiving)
            && tables.rows.values().stream()
                .flatMap(InMemoryLedgerAudit::onItsWay)
                .findAny()
                .isEmpty());
  }

  @Override
  public @Nullable Duration oldestUnconverged() {
    return tables
        .transact(() ->
            Stream.concat(
                    tables.rows.values().stream().flatMap(InMemoryLedgerAudit::onItsWay),
                    tables.removals.values().stream()
                        .filter(row -> row.confirmedAt() == null)
                        .map(RemovalRow::createdAt))
                .filter(from -> !from.isAfter(tables.now()))
                .min(Instant::compareTo)
                .map(from -> Duration.between(from, tables.now())))
        .orElse(null);
  }

  private static Stream<Instant> onItsWay(Row row) {
    return switch (row.state()) {
      case Pending it -> Stream.of(from(it));
      case Queued it -> Stream.of(it.since());
      case Processing it -> Stream.of(it.since());
      case SagaState.Done _,
          SagaState.Failed _,
          SagaState.Cancelled _,
          SagaState.Superseded _,
          SagaState.Deleting _ ->
          Stream.empty();
    };
  }
}

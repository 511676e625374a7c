package dev.tercet.testkit.memory;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Document;
import dev.tercet.saga.Failure;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.testkit.memory.table.BulkRow;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Bulk runs, page by page. */
final class InMemoryBulk implements BulkStore {
  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  private final Tables tables;
  private final InMemoryAcceptance acceptance;

  InMemoryBulk(Tables tables) {
    this.tables = tables;
    acceptance = new InMemoryAcceptance(tables);
  }

  @Override
  public Matched count(BulkAction action, BulkFilter filter) {
    return tables.transact(() -> {
      Map<Status, Long> byStatus = new EnumMap<>(Status.class);
      matching(action, filter, null)
          .forEach(row -> byStatus.merge(row.state().status(), 1L, Long::sum));
      return new Matched(byStatus, false);
    });
  }

  @Override
  public List<Document> first(BulkAction action, BulkFilter filter, int most) {
    return tables.transact(
        () -> matching(action, filter, null).limit(most).map(InMemoryBulk::document).toList());
  }

  private static Document document(Row row) {
    Row.Document it = row.document();
    return new Document(it.source(), it.text(), it.metadata(), it.queue(), null, null, List.of());
  }

  @Override
  public Optional<BulkRun> begin(BulkOrder order) {
    return tables.transact(() -> {
      Map<UUID, BulkRow> all = tables.reconciling.bulk;
      if (!all.containsKey(order.id()) && mayBegin(order.filter().tenant())) {
        all.put(
            order.id(),
            new BulkRow(
                order, started(order, tables.now()), Instant.EPOCH, new UUID(0, 0), tables.now()));
      }
      return find(order.filter().tenant(), order.id());
    });
  }

  private boolean mayBegin(String tenant) {
    List<BulkRow> running =
        tables.reconciling.bulk.values().stream().filter(InMemoryBulk::isRunning).toList();
    return running.size() < MOST_RUNNING
        && running.stream().filter(row -> row.order().filter().tenant().equals(tenant)).count()
            < MOST_OF_TENANT;
  }

  private static BulkRun started(BulkOrder order, Instant now) {
    return new BulkRun(
        order.id(),
        order.filter().project(),
        order.action(),
        BulkRun.State.RUNNING,
        order.rate(),
        order.matched(),
        order.more(),
        0,
        0,
        now,
        null);
  }

  private static boolean isRunning(BulkRow row) {
    return row.run().state() == BulkRun.State.RUNNING;
  }

  @Override
  public Optional<BulkRun> find(String tenant, UUID run) {
    return tables.transact(() ->
        Optional.ofNullable(tables.reconciling.bulk.get(run))
            .filter(row -> row.order().filter().tenant().equals(tenant))
            .map(BulkRow::run));
  }

  @Override
  public Optional<BulkRun> abort(String tenant, UUID run) {
    return tables.transact(() -> {
      if (find(tenant, run).isPresent()) {
        tables.reconciling.bulk.computeIfPresent(
            run,
            (_, row) ->
                isRunning(row)
                    ? moved(row, 0, 0, BulkRun.State.ABORTED, row.since(), row.cursor())
                    : row);
      }
      return find(tenant, run);
    });
  }

  @Override
  public boolean workOnce() {
    return tables.transact(() ->
        tables.reconciling.bulk.values().stream()
            .filter(row -> isRunning(row) && !row.nextAt().isAfter(tables.now()))
            .min(Comparator.comparing(BulkRow::nextAt))
            .map(row -> tables.reconciling.bulk.put(row.run().id(), page(row)))
            .isPresent());
  }

  private BulkRow page(BulkRow run) {
    int most = Math.min(run.run().rate(), PAGE);
    List<Row> taken =
        matching(run.order().action(), run.order().filter(), run.run().startedAt())
            .filter(row -> isBehind(row, run))
            .limit(most)
            .toList();
    int done = (int) taken.stream().filter(row -> isDone(row, run.order())).count();
    Row last = taken.isEmpty() ? null : taken.getLast();
    return moved(
        run,
        done,
        taken.size() - done,
        taken.size() < most ? BulkRun.State.FINISHED : BulkRun.State.RUNNING,
        last == null ? run.since() : last.state().since(),
        last == null ? run.cursor() : last.id());
  }

  private BulkRow moved(
      BulkRow row, int done, int refused, BulkRun.State state, Instant since, UUID cursor) {
    BulkRun run = row.run();
    Instant earliest = tables.now().minus(CATCH_UP);
    Instant from = row.nextAt().isBefore(earliest) ? earliest : row.nextAt();
    return new BulkRow(
        row.order(),
        new BulkRun(
            run.id(),
            run.project(),
            run.action(),
            state,
            run.rate(),
            run.matched(),
            run.more(),
            run.done() + done,
            run.refused() + refused,
            run.startedAt(),
            state == BulkRun.State.RUNNING ? null : tables.now()),
        since,
        cursor,
        from.plusNanos((done + refused) * NANOS / run.rate()));
  }

  private static boolean isBehind(Row row, BulkRow run) {
    Instant since = row.state().since();
    boolean byTime = run.run().project() == null && !since.equals(run.since());
    return byTime
        ? since.isAfter(run.since())
        : EmbeddingId.ORDER.compare(row.id(), run.cursor()) > 0;
  }

  /** In the order in which a run takes them. */
  private Stream<Row> matching(BulkAction action, BulkFilter filter, @Nullable Instant begun) {
    Comparator<Row> byId = Comparator.comparing(Row::id, EmbeddingId.ORDER);
    Comparator<Row> order =
        filter.project() == null
            ? Comparator.<Row, Instant>comparing(row -> row.state().since()).thenComparing(byId)
            : byId;
    return tables.rows.values().stream()
        .filter(row -> isOfTenant(row, filter))
        .filter(row -> stands(row, action, filter))
        .filter(row -> isOfError(row, filter))
        .filter(row -> isOfTime(row, filter))
        .filter(row -> begun == null || wasThere(row, action, begun))
        .sorted(order);
  }

  private boolean isOfTenant(Row row, BulkFilter filter) {
    UUID project = row.document().project();
    return tables.visible(row)
        && Objects.requireNonNull(tables.projects.get(project)).tenant().equals(filter.tenant())
        && (filter.project() == null || filter.project().equals(project));
  }

  private static boolean stands(Row row, BulkAction action, BulkFilter filter) {
    Status status = row.state().status();
    boolean looked = !filter.ids().isEmpty() || action.statuses().contains(status);
    return (filter.status() == null ? looked : filter.status() == status)
        && (filter.ids().isEmpty() || filter.ids().contains(row.id()))
        && (filter.source() == null || filter.source().equals(row.document().source()))
        && (filter.unlike() == null || MadeWith.isUnlike(row.madeWith(), filter.unlike()));
  }

  private static boolean isOfError(Row row, BulkFilter filter) {
    Failure failure = row.lastFailure();
    if (failure == null) {
      return filter.code() == null && filter.failureClass() == null;
    }
    return (filter.code() == null || filter.code().equals(failure.code()))
        && (filter.failureClass() == null || filter.failureClass() == failure.failureClass());
  }

  private static boolean isOfTime(Row row, BulkFilter filter) {
    Instant since = row.state().since();
    return (filter.after() == null || !since.isBefore(filter.after()))
        && (filter.before() == null || since.isBefore(filter.before()));
  }

  private static boolean wasThere(Row row, BulkAction action, Instant begun) {
    return action.isOfStatus()
        ? row.state().since().isBefore(begun)
        : !row.document().createdAt().isAfter(begun);
  }

  private boolean isDone(Row row, BulkOrder order) {
    BulkAction action = order.action();
    if (action == BulkAction.AGAIN) {
      return acceptance.madeAgain(row, order.words());
    }
    SagaEvent event =
        switch (action) {
          case RETRY, REDRIVE -> new SagaEvent.RetryRequested();
          case CANCEL -> new SagaEvent.CancelRequested();
          case DELETE, DISCARD -> new SagaEvent.DeleteRequested();
          case AGAIN -> throw new IllegalStateException("changes no status");
        };
    return action.allows(row.state().status())
        && tables
            .move(row.id(), event, tables.now(), AuditEvent.of(event).orElseThrow(), order.words())
            .isPresent();
  }
}

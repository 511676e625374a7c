package dev.tercet.testkit.memory;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.testkit.memory.table.InScope;
import dev.tercet.testkit.memory.table.RemovalRow;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removal rows, and the rows that go when a deletion is over (docs/protocol.md §6). */
final class InMemoryRemovals implements RemovalStore {
  private static final Comparator<PassagePoint> ORDER =
      Comparator.comparing(PassagePoint::extraction, EmbeddingId.ORDER)
          .thenComparingInt(PassagePoint::ordinal);

  private final Tables tables;
  private final InMemoryDeletion farewell;

  InMemoryRemovals(Tables tables) {
    this.tables = tables;
    farewell = new InMemoryDeletion(tables);
  }

  @Override
  public List<Removal> due(Scope scope, int limit) {
    return tables.transact(() ->
        inScope(scope)
            .filter(row -> !row.dueAt().isAfter(tables.now()))
            .sorted(Comparator.comparing(RemovalRow::dueAt))
            .limit(limit)
            .map(RemovalRow::asRemoval)
            .toList());
  }

  @Override
  public long unconfirmed(Scope scope) {
    return tables.transact(() -> inScope(scope).filter(row -> row.confirmedAt() == null).count());
  }

  private Stream<RemovalRow> inScope(Scope scope) {
    return tables.removals.values().stream()
        .filter(row -> InScope.has(scope, row.project(), row.extraction()));
  }

  @Override
  public List<PassagePoint> passagePoints(
      Collection<UUID> extractions, @Nullable PassagePoint after, int limit) {
    return tables.transact(() ->
        extractions.stream()
            .distinct()
            .flatMap(id -> tables.passagesOf(id).values().stream())
            .map(InMemoryRemovals::passagePoint)
            .sorted(ORDER)
            .filter(it -> after == null || ORDER.compare(it, after) > 0)
            .limit(limit)
            .toList());
  }

  private static PassagePoint passagePoint(Passage passage) {
    return PassagePoint.of(
        passage.extraction(),
        passage.ordinal(),
        passage.embeddingId(),
        passage.contentHash(),
        passage.model());
  }

  @Override
  public void confirmed(Collection<UUID> extractions, Duration wait) {
    tables.transact(() -> {
      Instant now = tables.now();
      for (UUID id : extractions) {
        if (!tables.removals.containsKey(id)) {
          continue;
        }
        tables.passagesOf(id).replaceAll((_, passage) -> withoutPoint(passage));
        tables.removals.computeIfPresent(id, (_, row) -> row.confirmed(now, now.plus(wait)));
      }
      return true;
    });
  }

  private static Passage withoutPoint(Passage passage) {
    return new Passage(
        passage.extraction(),
        passage.ordinal(),
        passage.start(),
        passage.end(),
        passage.text(),
        passage.contentHash(),
        null,
        passage.model(),
        passage.facts());
  }

  @Override
  public void failed(Collection<UUID> extractions, String reason, Duration wait) {
    tables.transact(() -> {
      Instant due = tables.now().plus(wait);
      extractions.forEach(id -> tables.removals.computeIfPresent(id, (_, row) -> row.dueAt(due)));
      return true;
    });
  }

  @Override
  public void finished(Collection<Removal> read, boolean everywhere) {
    tables.transact(() -> {
      read.stream()
          .filter(this::isAsRead)
          .map(Removal::extraction)
          .forEach(it -> end(it, everywhere));
      return true;
    });
  }

  private boolean isAsRead(Removal read) {
    RemovalRow row = tables.removals.get(read.extraction());
    return row != null && row.asRemoval().equals(read);
  }

  private void end(UUID extraction, boolean everywhere) {
    tables.removals.remove(extraction);
    Row row = tables.row(extraction);
    if (row != null && row.state().status() == Status.DELETING) {
      if (everywhere) {
        tables.receipt(row);
      }
      farewell.to(row);
    }
  }

  @Override
  public Followed followTombstones(int limit) {
    return tables.transact(() -> {
      List<Row> page = untouched().limit(limit).toList();
      page.forEach(
          row -> tables.delete(row.id(), AuditEvent.PROJECT_DELETED, "its project was deleted"));
      return new Followed(page.size(), !page.isEmpty());
    });
  }

  @Override
  public long untouched(int most) {
    return tables.transact(() -> untouched().limit(most).count());
  }

  private Stream<Row> untouched() {
    return tables.rows.values().stream()
        .filter(row -> tables.deletedProjects.contains(row.document().project()))
        .filter(row -> row.state().status() != Status.DELETING)
        .sorted(InScope.BY_ID);
  }

  @Override
  public int dropOrphanRows(Part part, Collection<Place> places) {
    return tables.transact(() -> new InMemoryOrphanRows(tables).drop(part, places));
  }

  @Override
  public int dropDeletedProjects() {
    return tables.transact(() -> {
      List<UUID> empty = tables.deletedProjects.stream().filter(this::isEmpty).limit(1).toList();
      empty.forEach(farewell::toProject);
      return empty.size();
    });
  }

  private boolean isEmpty(UUID project) {
    return tables.rows.values().stream().noneMatch(row -> row.document().project().equals(project));
  }
}

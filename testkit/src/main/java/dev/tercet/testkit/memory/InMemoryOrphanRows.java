package dev.tercet.testkit.memory;

import dev.tercet.saga.Scope;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.OrphanRowPage;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.testkit.memory.table.InScope;
import dev.tercet.testkit.memory.table.MentionTables;
import dev.tercet.testkit.memory.table.Tables;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows whose extraction is gone, and entities that nothing mentions. A document is part of its
 * extraction's row here.
 */
final class InMemoryOrphanRows {
  private final Tables tables;

  InMemoryOrphanRows(Tables tables) {
    this.tables = tables;
  }

  OrphanRowPage page(Scope scope, Part part, Place after, int limit) {
    List<OrphanRow> all =
        scope instanceof Scope.OfExtraction
            ? List.of()
            : ids(scope, part)
                .filter(id -> EmbeddingId.ORDER.compare(id, after.id()) > 0)
                .sorted(EmbeddingId.ORDER)
                .map(id -> new OrphanRow(part, new Place(new UUID(0, 0), id), rows(part, id)))
                .toList();
    List<OrphanRow> page = all.stream().limit(limit).toList();
    return new OrphanRowPage(
        page, page.size(), all.size() > page.size() ? page.getLast().place() : null);
  }

  private Stream<UUID> ids(Scope scope, Part part) {
    return switch (part) {
      case DOCUMENT -> Stream.empty();
      case PASSAGE, CALL, MENTION ->
          scope instanceof Scope.Everything ? gone(extractions(part)) : Stream.empty();
      case ENTITY ->
          tables.mentions.unmentioned().stream()
              .filter(it -> InScope.has(scope, it.project(), new UUID(0, 0)))
              .map(MentionTables.Key::id);
    };
  }

  private Stream<UUID> gone(Collection<UUID> extractions) {
    return List.copyOf(extractions).stream().filter(id -> tables.row(id) == null);
  }

  private Set<UUID> extractions(Part part) {
    return switch (part) {
      case PASSAGE ->
          tables.passages.keySet().stream()
              .filter(id -> !tables.passagesOf(id).isEmpty())
              .collect(Collectors.toSet());
      case CALL ->
          tables.spend.rows().stream().map(it -> it.extraction()).collect(Collectors.toSet());
      case MENTION -> Set.copyOf(tables.mentions.extractions());
      case DOCUMENT, ENTITY -> Set.of();
    };
  }

  private long rows(Part part, UUID id) {
    return switch (part) {
      case DOCUMENT, ENTITY -> 1;
      case PASSAGE -> tables.passagesOf(id).size();
      case CALL -> tables.spend.rows().stream().filter(it -> it.extraction().equals(id)).count();
      case MENTION ->
          tables.mentions.of(id).stream().map(MentionTables.Place::entity).distinct().count();
    };
  }

  int drop(Part part, Collection<Place> places) {
    return (int)
        ids(new Scope.Everything(), part)
            .filter(id -> places.stream().map(Place::id).anyMatch(id::equals))
            .sorted(Comparator.naturalOrder())
            .toList()
            .stream()
            .mapToLong(id -> dropped(part, id))
            .sum();
  }

  private long dropped(Part part, UUID id) {
    long rows = rows(part, id);
    switch (part) {
      case DOCUMENT -> throw new IllegalStateException("a document has no row of its own");
      case PASSAGE -> tables.passages.remove(id);
      case CALL -> tables.spend.forgetCalls(id);
      case MENTION -> tables.mentions.forget(id);
      case ENTITY -> tables.mentions.forgetEntity(id);
    }
    return rows;
  }
}

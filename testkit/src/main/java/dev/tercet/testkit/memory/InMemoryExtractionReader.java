package dev.tercet.testkit.memory;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.text.SearchWords;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SourceKey;
import dev.tercet.testkit.memory.table.SourceRow;
import dev.tercet.testkit.memory.table.Tables;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What readers see: nothing that is being deleted. */
final class InMemoryExtractionReader implements ExtractionReader {
  private final Tables tables;

  InMemoryExtractionReader(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Optional<Extraction> find(UUID project, UUID extraction) {
    return tables.transact(() -> tables.visible(project, extraction).map(tables::extraction));
  }

  @Override
  public Page list(UUID project, Filter filter) {
    List<Extraction> found =
        tables.transact(() ->
            tables.rows.values().stream()
                .filter(row -> row.document().project().equals(project))
                .filter(tables::visible)
                .filter(row -> matches(row, filter))
                .sorted(Comparator.comparing(Row::id, EmbeddingId.ORDER).reversed())
                .limit(filter.limit() + 1L)
                .map(tables::extraction)
                .toList());
    return found.size() <= filter.limit()
        ? new Page(found, null)
        : new Page(found.subList(0, filter.limit()), found.get(filter.limit() - 1).id());
  }

  private boolean matches(Row row, Filter filter) {
    return (filter.status() == null || row.state().status() == filter.status())
        && (filter.source() == null || row.document().source().equals(filter.source()))
        && (filter.queue() == null || row.document().queue() == filter.queue())
        && (filter.unlike() == null || MadeWith.isUnlike(row.madeWith(), filter.unlike()))
        && (filter.before() == null || EmbeddingId.ORDER.compare(row.id(), filter.before()) < 0)
        && (filter.query() == null || found(row, SearchWords.of(filter.query())));
  }

  /** All words of the query stand in one piece. */
  private boolean found(Row row, Set<String> words) {
    return !words.isEmpty()
        && tables.searchPieces.getOrDefault(row.id(), List.of()).stream()
            .anyMatch(piece -> piece.containsAll(words));
  }

  @Override
  public Optional<String> text(UUID project, UUID extraction) {
    return tables.transact(
        () -> tables.visible(project, extraction).map(row -> row.document().text()));
  }

  @Override
  public Optional<UUID> living(UUID project, String source) {
    return tables.transact(() ->
        Optional.ofNullable(tables.sources.get(new SourceKey(project, source)))
            .map(SourceRow::finishedId)
            .flatMap(id -> Stream.ofNullable(tables.row(id)).findAny())
            .filter(tables::isLiving)
            .map(Row::id));
  }

  @Override
  public List<Change> history(UUID project, UUID extraction) {
    return tables.transact(() ->
        tables.audit.stream()
            .filter(change -> change.extraction().equals(extraction))
            .filter(change -> change.project().equals(project))
            .map(InMemoryExtractionReader::change)
            .toList());
  }

  private static Change change(Snapshot.Change change) {
    return new Change(
        change.at(),
        change.from(),
        change.to(),
        change.epoch(),
        change.event(),
        change.reason(),
        change.worker());
  }
}

package dev.tercet.testkit.memory;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.ExtractionReader;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Saga;
import dev.tercet.testkit.check.Snapshot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What readers see: nothing that is being deleted. */
final class InMemoryExtractionReader implements ExtractionReader {
  private static final Pattern NOT_IN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Tables tables;

  InMemoryExtractionReader(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Optional<Saga> find(UUID project, UUID extraction) {
    return tables.transact(() -> tables.visible(project, extraction).map(tables::saga));
  }

  @Override
  public List<Saga> list(UUID project, Filter filter) {
    return tables.transact(() ->
        tables.rows.values().stream()
            .filter(row -> row.document().project().equals(project))
            .filter(tables::visible)
            .filter(row -> matches(row, filter))
            .sorted(Comparator.comparing(Row::id, EmbeddingId.ORDER).reversed())
            .limit(filter.limit())
            .map(tables::saga)
            .toList());
  }

  private boolean matches(Row row, Filter filter) {
    return (filter.status() == null || row.state().status() == filter.status())
        && (filter.source() == null || row.document().source().equals(filter.source()))
        && (filter.queue() == null || row.document().queue() == filter.queue())
        && (filter.before() == null || EmbeddingId.ORDER.compare(row.id(), filter.before()) < 0)
        && (filter.query() == null || words(row).containsAll(words(filter.query())));
  }

  private Set<String> words(Row row) {
    Set<String> words = new HashSet<>(words(row.document().text()));
    tables.passagesOf(row.id()).values().stream()
        .map(Passage::facts)
        .flatMap(List::stream)
        .forEach(fact -> words.addAll(words(fact.data())));
    return words;
  }

  private static Set<String> words(String text) {
    return Arrays.stream(NOT_IN_WORDS.split(text, -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
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
        change.at(), change.from(), change.to(), change.epoch(), change.reason(), change.worker());
  }
}

package dev.tercet.testkit.memory;

import dev.tercet.saga.Passage;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.port.WordIndex;
import dev.tercet.saga.text.SearchWords;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Two pieces for each: the words of the text and those of the facts. */
final class InMemoryWordIndex implements WordIndex {
  private static final int AT_ONCE = 100;

  private final Tables tables;

  InMemoryWordIndex(Tables tables) {
    this.tables = tables;
  }

  @Override
  public int fillOnce() {
    return tables.transact(() -> {
      List<UUID> due = tables.searchDue.stream().limit(AT_ONCE).toList();
      due.forEach(this::fill);
      due.forEach(tables.searchDue::remove);
      return due.size();
    });
  }

  private void fill(UUID extraction) {
    Row row = tables.row(extraction);
    if (row != null && tables.visible(row)) {
      tables.searchPieces.put(
          extraction, List.of(SearchWords.of(row.document().text()), factsOf(extraction)));
    }
  }

  private Set<String> factsOf(UUID extraction) {
    Set<String> words = new LinkedHashSet<>();
    for (Passage passage : tables.passagesOf(extraction).values()) {
      for (Fact fact : passage.facts()) {
        words.addAll(SearchWords.of(fact.quote()));
        words.addAll(SearchWords.of(fact.data()));
      }
    }
    return words;
  }
}

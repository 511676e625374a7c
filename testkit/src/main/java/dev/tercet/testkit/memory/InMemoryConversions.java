package dev.tercet.testkit.memory;

import dev.tercet.saga.Passage;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.testkit.memory.table.Tables;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passages that change their model. */
final class InMemoryConversions implements ConversionStore {
  private final Tables tables;
  private final PointRows points;

  InMemoryConversions(Tables tables) {
    this.tables = tables;
    points = new PointRows(tables);
  }

  @Override
  public List<PointRow> pointRowsOfOthers(String model, @Nullable PointRow after, int limit) {
    return tables.transact(() -> points.ofOthers(model, after, limit));
  }

  @Override
  public boolean hasPointRowsOfOthers(String model) {
    return !pointRowsOfOthers(model, null, 1).isEmpty();
  }

  @Override
  public Set<UUID> converted(String model, Collection<Conversion> conversions) {
    return tables.transact(() -> {
      Set<UUID> now = new HashSet<>();
      for (Conversion it : conversions) {
        NavigableMap<Integer, Passage> passages = tables.passagesOf(it.extraction());
        Passage passage =
            passages.computeIfPresent(it.ordinal(), (_, row) -> converted(row, model, it));
        if (passage != null && it.to().equals(passage.embeddingId())) {
          now.add(it.to());
        }
      }
      return now;
    });
  }

  private static Passage converted(Passage row, String model, Conversion conversion) {
    return conversion.from().equals(row.embeddingId())
        ? new Passage(
            row.extraction(),
            row.ordinal(),
            row.start(),
            row.end(),
            row.text(),
            row.contentHash(),
            conversion.to(),
            model,
            row.facts())
        : row;
  }
}

package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.port.PassageStore;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The passages of an extraction in order, each as answers show it, with those among them without
 * which it is done.
 */
record PassageList(PassageStore passages, Extraction extraction) {
  /** A passage as answers show it. */
  record Item(int ordinal, ObjectNode json) {}

  /** So many from {@code fromOrdinal} on; fewer only when nothing follows. */
  List<Item> page(int fromOrdinal, int limit) {
    List<Passage> recorded = passages.page(extraction.id(), fromOrdinal, limit);
    Stream<Item> found = recorded.stream().map(it -> new Item(it.ordinal(), PassageView.of(it)));
    if (extraction.failedPassages().isEmpty() || isWithoutGap(recorded, fromOrdinal, limit)) {
      return found.toList();
    }
    Stream<Item> failed =
        passages.failed(extraction.id(), fromOrdinal, limit).stream()
            .map(it -> new Item(it.passage().ordinal(), PassageView.of(it)));
    return Stream.concat(found, failed)
        .sorted(Comparator.comparingInt(Item::ordinal))
        .limit(limit)
        .toList();
  }

  /** Whether nothing that failed can stand among them. */
  private static boolean isWithoutGap(List<Passage> recorded, int fromOrdinal, int limit) {
    return recorded.size() == limit && recorded.getLast().ordinal() == fromOrdinal + limit - 1;
  }
}

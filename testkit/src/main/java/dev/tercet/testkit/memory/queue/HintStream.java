package dev.tercet.testkit.memory.queue;

import dev.tercet.saga.queue.Hint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One queue's stream with its consumer group, created from 0. An entry leaves only when it is
 * settled, so the oldest entry is a watermark.
 */
final class HintStream {
  private final NavigableMap<EntryId, Entry> entries = new TreeMap<>();
  private EntryId lastGenerated = EntryId.ZERO;
  private EntryId lastDelivered = EntryId.ZERO;

  /** A hint, and when it was last handed out; null before the first time. */
  private record Entry(Hint hint, @Nullable Instant deliveredAt) {}

  EntryId add(Hint hint, Instant now) {
    lastGenerated = lastGenerated.next(now.toEpochMilli());
    entries.put(lastGenerated, new Entry(hint, null));
    return lastGenerated;
  }

  boolean hasNew() {
    return entries.higherKey(lastDelivered) != null;
  }

  /** Hands out entries that nobody has had yet. */
  List<Map.Entry<EntryId, Hint>> deliver(int max, Instant now) {
    List<EntryId> fresh =
        entries.tailMap(lastDelivered, false).keySet().stream().limit(max).toList();
    if (!fresh.isEmpty()) {
      lastDelivered = fresh.getLast();
    }
    return handOut(fresh, now);
  }

  /** What was delivered before {@code latest} and never settled. */
  List<Map.Entry<EntryId, Hint>> stranded(Instant latest) {
    return entries.entrySet().stream()
        .filter(entry -> isStranded(entry.getValue(), latest))
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().hint()))
        .toList();
  }

  /** Hands it out again. */
  List<Map.Entry<EntryId, Hint>> takeOver(Instant latest, int max, Instant now) {
    return handOut(stranded(latest).stream().map(Map.Entry::getKey).limit(max).toList(), now);
  }

  void suffer(Mishap mishap) {
    switch (mishap) {
      case GROUP_MOVED_TO_THE_END -> lastDelivered = lastGenerated;
      case READ_AWAY, CONSUMER_DELETED -> lastDelivered = lastGenerated;
      case GROUP_MADE_ANEW_AT_THE_END, ACKNOWLEDGED -> {
        entries.replaceAll((_, entry) -> new Entry(entry.hint(), null));
        lastDelivered = lastGenerated;
      }
      case TRIMMED -> entries.keySet().removeIf(id -> !id.equals(entries.lastKey()));
      case NEWEST_DELETED -> entries.pollLastEntry();
      case RENAMED -> throw new IllegalStateException("a stream does not know its name");
    }
  }

  /** What was passed and is in nobody's hands. */
  List<Map.Entry<EntryId, Hint>> abandoned() {
    return entries.headMap(lastDelivered, true).entrySet().stream()
        .filter(entry -> entry.getValue().deliveredAt() == null)
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().hint()))
        .toList();
  }

  boolean isPending(EntryId id) {
    Entry entry = entries.get(id);
    return entry != null && entry.deliveredAt() != null;
  }

  EntryId lastDelivered() {
    return lastDelivered;
  }

  private static boolean isStranded(Entry entry, Instant latest) {
    Instant deliveredAt = entry.deliveredAt();
    return deliveredAt != null && !deliveredAt.isAfter(latest);
  }

  private List<Map.Entry<EntryId, Hint>> handOut(Collection<EntryId> ids, Instant now) {
    List<Map.Entry<EntryId, Hint>> handed = new ArrayList<>();
    for (EntryId id : ids) {
      entries.computeIfPresent(
          id,
          (_, entry) -> {
            handed.add(Map.entry(id, entry.hint()));
            return new Entry(entry.hint(), now);
          });
    }
    return handed;
  }

  void settle(EntryId id) {
    entries.remove(id);
  }

  boolean has(EntryId id, Hint hint) {
    Entry entry = entries.get(id);
    return entry != null && entry.hint().equals(hint);
  }

  int size() {
    return entries.size();
  }

  @Nullable EntryId oldest() {
    return entries.isEmpty() ? null : entries.firstKey();
  }

  Map<EntryId, Hint> hints() {
    Map<EntryId, Hint> hints = new TreeMap<>();
    entries.forEach((id, entry) -> hints.put(id, entry.hint()));
    return hints;
  }
}

package dev.tercet.testkit.memory.table;

import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.memory.queue.EntryId;
import java.util.EnumMap;
import java.util.Map;

/** How far claims have come in each queue, to the millisecond. */
public final class QueueProgress {
  private final Map<QueueName, ClaimedSoFar> newest = new EnumMap<>(QueueName.class);

  public Map<QueueName, ClaimedSoFar> newest() {
    return Map.copyOf(newest);
  }

  /** A message of that incarnation was claimed. */
  public void note(QueueName queue, Position position, String marker) {
    newest.merge(
        queue,
        new ClaimedSoFar(EntryId.of(position).firstOfItsMillisecond().position(), marker),
        (old, now) -> old.marker().equals(now.marker()) && isNewer(old, now) ? old : now);
  }

  /** The same in the incarnation that is known, if one is. */
  public void note(QueueName queue, Position position) {
    ClaimedSoFar known = newest.get(queue);
    if (known != null) {
      note(queue, position, known.marker());
    }
  }

  private static boolean isNewer(ClaimedSoFar one, ClaimedSoFar other) {
    return EntryId.of(one.newest()).compareTo(EntryId.of(other.newest())) > 0;
  }
}

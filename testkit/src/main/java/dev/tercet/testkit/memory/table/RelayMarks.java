package dev.tercet.testkit.memory.table;

import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.queue.Hint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Who publishes a row at an epoch, and until when nobody else does. */
public final class RelayMarks {
  private final Map<UUID, Mark> marks = new HashMap<>();

  /** A relay's mark; it says nothing of a row at another epoch. */
  private record Mark(UUID relay, long epoch, Instant until) {}

  public boolean isHeld(Hint hint, Instant now) {
    Mark mark = marks.get(hint.extraction());
    return mark != null && mark.epoch() == hint.epoch() && mark.until().isAfter(now);
  }

  /** Whether that relay may take it, its own again. */
  public boolean isFree(Hint hint, Taker taker, Instant now) {
    Mark mark = marks.get(hint.extraction());
    return mark == null || mark.relay().equals(taker.relay()) || !isHeld(hint, now);
  }

  public void take(Hint hint, Taker taker, Instant now) {
    marks.put(hint.extraction(), new Mark(taker.relay(), hint.epoch(), now.plus(taker.hold())));
  }
}

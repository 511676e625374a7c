package dev.tercet.testkit.memory.queue;

import dev.tercet.saga.queue.Position;
import java.util.Comparator;

/** The id of a stream's entry: {@code milliseconds-sequence}, growing. */
public record EntryId(long milliseconds, long sequence) implements Comparable<EntryId> {
  static final EntryId ZERO = new EntryId(0, 0);

  private static final Comparator<EntryId> ORDER =
      Comparator.comparingLong(EntryId::milliseconds).thenComparingLong(EntryId::sequence);

  /** The entry at that position. */
  public static EntryId of(Position position) {
    String text = position.text();
    int dash = text.indexOf('-');
    return new EntryId(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  /** The next id at that time; a clock that went back does not turn the order around. */
  EntryId next(long now) {
    return now > milliseconds ? new EntryId(now, 0) : new EntryId(milliseconds, sequence + 1);
  }

  /** The first one that can have been given at its time. */
  public EntryId firstOfItsMillisecond() {
    return new EntryId(milliseconds, 0);
  }

  @Override
  public int compareTo(EntryId other) {
    return ORDER.compare(this, other);
  }

  /** Where it stands. */
  public Position position() {
    return new Position(milliseconds + "-" + sequence);
  }
}

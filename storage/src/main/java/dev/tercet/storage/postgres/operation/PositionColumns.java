package dev.tercet.storage.postgres.operation;

import dev.tercet.saga.queue.Position;

/**
 * How a row keeps the position of its message: as two numbers, {@code message_ms} and {@code
 * message_sequence}, of which the first tells the order of claims. A queue whose positions are not
 * two numbers with a dash between them needs a column of its own.
 */
public final class PositionColumns {
  private PositionColumns() {}

  /** What the two columns say. */
  public static Position position(long milliseconds, long sequence) {
    return new Position(milliseconds + "-" + sequence);
  }

  /** The first column; throws {@link IllegalArgumentException} for any other kind of position. */
  public static long milliseconds(Position position) {
    return part(position, 0);
  }

  /** The second column. */
  public static long sequence(Position position) {
    return part(position, 1);
  }

  private static long part(Position position, int index) {
    String[] parts = position.text().split("-", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("no position of two numbers: " + position.text());
    }
    return Long.parseLong(parts[index]);
  }
}

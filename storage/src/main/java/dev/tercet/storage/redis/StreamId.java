package dev.tercet.storage.redis;

/**
 * The order of stream entries, whose ids are {@code milliseconds-sequence}. An entry's id is the
 * position of its message.
 */
final class StreamId {
  private StreamId() {}

  /** Negative when {@code left} was given before {@code right}. */
  static int compare(String left, String right) {
    int byTime = Long.compareUnsigned(part(left, 0), part(right, 0));
    return byTime != 0 ? byTime : Long.compareUnsigned(part(left, 1), part(right, 1));
  }

  /** The milliseconds at which it was given. */
  static long millis(String id) {
    return part(id, 0);
  }

  private static long part(String id, int index) {
    int dash = id.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("not a stream entry's id: " + id);
    }
    return Long.parseUnsignedLong(index == 0 ? id.substring(0, dash) : id.substring(dash + 1));
  }
}

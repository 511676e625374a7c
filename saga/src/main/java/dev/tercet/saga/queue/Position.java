package dev.tercet.saga.queue;

/**
 * Where a message stands in its queue, as the queue's adapter names it. It is told as text and
 * equals itself; whether another one comes before it, and when it was given, only the adapter can
 * tell. Postgres keeps those of two numbers.
 *
 * @param text what is kept of it, at most 64 characters
 */
public record Position(String text) {
  private static final int LONGEST = 64;

  /** Throws {@link IllegalArgumentException} when there is no text, or too much of it. */
  public Position {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException("a position has 1 to " + LONGEST + " characters");
    }
  }
}

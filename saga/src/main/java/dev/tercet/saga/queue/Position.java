package dev.tercet.saga.queue;

/**
 * Where a message stands in its queue, as the queue's adapter names it. Only adapters read it: the
 * queue's tells which of two comes before the other and when it was given, and Postgres keeps it as
 * two numbers. Others may ask whether two are equal.
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

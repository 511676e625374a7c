package dev.tercet.saga;

/**
 * What model calls used: every chat request sent, with the refused and broken ones.
 *
 * @param calls chat requests
 * @param inputTokens as the provider counted them
 * @param outputTokens as the provider counted them
 */
public record Usage(long calls, long inputTokens, long outputTokens) {
  /** Nothing asked yet. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        calls + other.calls, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
  }
}

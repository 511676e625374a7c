package dev.tercet.saga;

/**
 * What model calls used: every chat request sent, with the refused and broken ones.
 *
 * @param calls chat requests
 * @param inputTokens as the provider counted them
 * @param outputTokens as the provider counted them
 * @param cachedTokens those of the input that the provider read from its cache; zero in sums that
 *     leave them out
 * @param reasoningTokens those of the output that are reasoning; zero in sums that leave them out
 */
public record Usage(
    long calls, long inputTokens, long outputTokens, long cachedTokens, long reasoningTokens) {
  /** Nothing asked yet. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Without any of a cache, or of reasoning. */
  public Usage(long calls, long inputTokens, long outputTokens) {
    this(calls, inputTokens, outputTokens, 0, 0);
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        calls + other.calls,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cachedTokens + other.cachedTokens,
        reasoningTokens + other.reasoningTokens);
  }
}

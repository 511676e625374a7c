package dev.tercet.saga;

/**
 * What model calls used: every chat request sent, with the refused and broken ones.
 *
 * @param calls chat requests
 * @param inputTokens as the provider counted them
 * @param outputTokens as the provider counted them
 * @param cachedTokens those of the input that the provider read from its cache; zero, as the two
 *     after it, in sums that leave them out
 * @param writtenTokens those of the input that the provider wrote to its cache
 * @param reasoningTokens those of the output that are reasoning
 */
public record Usage(
    long calls,
    long inputTokens,
    long outputTokens,
    long cachedTokens,
    long writtenTokens,
    long reasoningTokens) {
  /** Nothing asked yet. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Without any of a cache, or of reasoning. */
  public Usage(long calls, long inputTokens, long outputTokens) {
    this(calls, inputTokens, outputTokens, 0, 0, 0);
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        calls + other.calls,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cachedTokens + other.cachedTokens,
        writtenTokens + other.writtenTokens,
        reasoningTokens + other.reasoningTokens);
  }
}

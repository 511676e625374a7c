package dev.tercet.pipeline.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param passages the best first
 * @param partial whether a collection was being refilled or converted, so that some may be missing
 */
public record SearchResult(List<FoundPassage> passages, boolean partial) {
  /** Nothing, and nothing that could be missing. */
  public static final SearchResult NONE = new SearchResult(List.of(), false);
}

package dev.tercet.storage.postgres.search;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is asked of the index behind full-text queries. */
final class SearchQuery {
  private SearchQuery() {}

  /**
   * All of these words in one piece of that project, as a tsquery. Words consist of letters, digits
   * and marks, so nothing in them has a meaning there.
   */
  static String of(UUID project, Set<String> words) {
    return words.stream()
        .map(SearchQuery::quoted)
        .collect(Collectors.joining(" & ", quoted(ofProject(project)) + " & ", ""));
  }

  /** The word that every piece of a project has: no text has one with a slash. */
  static String ofProject(UUID project) {
    return "/" + project;
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }
}

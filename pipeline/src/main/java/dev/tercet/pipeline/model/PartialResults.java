package dev.tercet.pipeline.model;

import dev.tercet.pipeline.json.CanonicalJson;

/** What a project wants of a document of which single passages fail for good. */
public enum PartialResults {
  /** Done without them, and searchable without them. */
  KEEP_GOOD,
  /** Failed as a whole. */
  ALL_OR_NOTHING;

  /** The option {@code partialResults} among the options of a project. */
  public static PartialResults of(String options) {
    return CanonicalJson.readOwn(options).path("partialResults").asText().equals("all-or-nothing")
        ? ALL_OR_NOTHING
        : KEEP_GOOD;
  }
}

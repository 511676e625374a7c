package dev.tercet.pipeline.provider.rules;

/** The text that a fact's offsets name. */
final class Quotes {
  private Quotes() {}

  static String of(RuleFact fact, String passage) {
    return passage.substring(
        passage.offsetByCodePoints(0, fact.start()), passage.offsetByCodePoints(0, fact.end()));
  }
}

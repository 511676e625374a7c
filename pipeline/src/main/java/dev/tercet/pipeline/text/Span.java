package dev.tercet.pipeline.text;

/**
 * Where one passage lies in its document: half-open, once in code points and once in UTF-16 units.
 *
 * @param ordinal 0 for the first passage of the document, without gaps
 * @param start first code point
 * @param end code point after the last
 * @param startChar first UTF-16 unit
 * @param endChar UTF-16 unit after the last
 */
public record Span(int ordinal, int start, int end, int startChar, int endChar) {

  /** The passage's text, cut out of the document that the span was made from. */
  public String of(String document) {
    return document.substring(startChar, endChar);
  }
}

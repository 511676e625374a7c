package dev.tercet.pipeline.answer;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds quotes in one passage; the same quotes in the same order always have the same places. A
 * quote is looked for as it is; when it is told where it begins and it does, that is its place.
 * Otherwise the second of two equal ones means the second place, and so on, and the first place
 * again once there is no further one. A quote that is nowhere as it is may differ in white space,
 * in the shape of quotation marks and dashes, and in case; the first such place counts.
 */
final class QuoteFinder {
  private final String passage;
  private final Map<String, Integer> nextPlace = new HashMap<>();
  private @Nullable Folded folded;

  QuoteFinder(String passage) {
    this.passage = passage;
  }

  /** A place in the passage, half-open, in UTF-16 units. */
  record Place(int startChar, int endChar) {}

  /**
   * Where the quote stands; null when it is empty or nowhere.
   *
   * @param hintChar where it is said to begin, in UTF-16 units, or -1
   */
  @Nullable Place find(String quote, int hintChar) {
    if (quote.isBlank()) {
      return null;
    }
    if (hintChar >= 0 && passage.startsWith(quote, hintChar)) {
      return place(quote, hintChar);
    }
    int at = passage.indexOf(quote, nextPlace.getOrDefault(quote, 0));
    if (at < 0) {
      at = passage.indexOf(quote);
    }
    if (at >= 0) {
      nextPlace.put(quote, at + quote.length());
      return place(quote, at);
    }
    if (folded == null) {
      folded = Folded.of(passage);
    }
    return folded.find(Folded.of(quote.strip()));
  }

  private @Nullable Place place(String quote, int at) {
    int end = at + quote.length();
    return insidePair(at) || insidePair(end) ? null : new Place(at, end);
  }

  private boolean insidePair(int at) {
    return at > 0
        && at < passage.length()
        && Character.isLowSurrogate(passage.charAt(at))
        && Character.isHighSurrogate(passage.charAt(at - 1));
  }

  /**
   * Text in which runs of white space are one blank and variants of a sign are one sign.
   *
   * @param text the folded text
   * @param places for every unit of it the unit it came from, and at the end the text's length
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Folded(String text, int[] places) {
    static Folded of(String text) {
      var folded = new StringBuilder(text.length());
      int[] places = new int[text.length() + 1];
      boolean blank = false;
      for (int at = 0; at < text.length(); at++) {
        char unit = fold(text.charAt(at));
        if (unit == ' ' && blank) {
          continue;
        }
        blank = unit == ' ';
        places[folded.length()] = at;
        folded.append(unit);
      }
      places[folded.length()] = text.length();
      return new Folded(folded.toString(), places);
    }

    @Nullable Place find(Folded quote) {
      int at = quote.text.isEmpty() ? -1 : text.indexOf(quote.text);
      if (at < 0) {
        return null;
      }
      int last = at + quote.text.length() - 1;
      return new Place(places[at], places[last] + 1);
    }

    private static char fold(char unit) {
      if (Character.isWhitespace(unit) || Character.isSpaceChar(unit)) {
        return ' ';
      }
      return switch (unit) {
        case '\u2018', '\u2019', '\u201a', '\u2032', '`', '\u00b4' -> '\'';
        case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb', '\u2033' -> '"';
        case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
        default -> Character.toLowerCase(unit);
      };
    }
  }
}

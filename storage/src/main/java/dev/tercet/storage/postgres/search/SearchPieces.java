package dev.tercet.storage.postgres.search;

import dev.tercet.saga.text.SearchWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a text into pieces that the index takes, each with its different words. */
final class SearchPieces {
  /** Code points of a piece: a tsvector ends at 1 MB, which so many cannot reach. */
  static final int LONGEST = 100_000;

  private SearchPieces() {}

  /**
   * Pieces of a text.
   *
   * @param words the different words of each piece
   * @param codePoints how far the pieces go into the text
   */
  record Cut(List<Set<String>> words, int codePoints) {}

  /**
   * Cuts between words; within one only when it alone is longer than a piece. What is left over at
   * the end belongs to the next part, unless this is the last.
   */
  static Cut of(String part, boolean isLast) {
    List<Set<String>> pieces = new ArrayList<>();
    int codePoints = 0;
    int from = 0;
    while (from < part.length()) {
      boolean fits = part.codePointCount(from, part.length()) <= LONGEST;
      if (fits && !isLast) {
        break;
      }
      int to = fits ? part.length() : between(part, from, part.offsetByCodePoints(from, LONGEST));
      pieces.add(SearchWords.of(part.substring(from, to)));
      codePoints += part.codePointCount(from, to);
      from = to;
    }
    return new Cut(pieces, codePoints);
  }

  /** The last place between two words that is not beyond {@code end}. */
  private static int between(String text, int from, int end) {
    int at = end;
    while (at > from
        && SearchWords.isPart(text.codePointBefore(at))
        && SearchWords.isPart(text.codePointAt(at))) {
      at -= Character.charCount(text.codePointBefore(at));
    }
    return at == from ? end : at;
  }
}

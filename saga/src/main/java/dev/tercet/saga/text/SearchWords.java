package dev.tercet.saga.text;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a full-text query and the index behind it call a word (docs/protocol.md §9): a run of
 * letters, digits and marks, without regard to case and to the way in which accents are composed.
 * An accent itself counts. Writing without spaces is found by its whole runs.
 */
public final class SearchWords {
  /** Two longer words that begin alike, in code points, count as one: an index has limits. */
  public static final int LONGEST = 200;

  private static final int ASCII = 0x80;

  /** The first character that composes with one before it; all below stand as they are. */
  private static final char FIRST_MARK = '\u0300';

  private SearchWords() {}

  /** The different words of the text, in the order of their first places. */
  public static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    read(text, words::add);
    return words;
  }

  /** Hands on every word of the text. */
  public static void read(String text, Consumer<String> words) {
    int at = 0;
    while (at < text.length()) {
      int end = endOfWord(text, at);
      if (end > at) {
        words.accept(word(text, at, end));
        at = end;
      } else {
        at += Character.charCount(text.codePointAt(at));
      }
    }
  }

  /** Whether the code point may stand within a word. */
  public static boolean isPart(int codePoint) {
    if (codePoint < ASCII) {
      return (codePoint >= 'a' && codePoint <= 'z')
          || (codePoint >= 'A' && codePoint <= 'Z')
          || (codePoint >= '0' && codePoint <= '9');
    }
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      if (!isPart(codePoint)) {
        return end;
      }
      end += Character.charCount(codePoint);
    }
    return end;
  }

  private static String word(String text, int from, int end) {
    int cut =
        end - from <= LONGEST || text.codePointCount(from, end) <= LONGEST
            ? end
            : text.offsetByCodePoints(from, LONGEST);
    String word = text.substring(from, cut).toLowerCase(Locale.ROOT);
    return isComposed(word) ? word : Normalizer.normalize(word, Normalizer.Form.NFC);
  }

  /** The normalizer is asked where it may have something to do only: asking it costs memory. */
  private static boolean isComposed(String word) {
    for (int at = 0; at < word.length(); at++) {
      if (word.charAt(at) >= FIRST_MARK) {
        return Normalizer.isNormalized(word, Normalizer.Form.NFC);
      }
    }
    return true;
  }
}

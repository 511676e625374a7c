package dev.tercet.saga.text;

/** Text that every store can keep: without NUL and without half a surrogate pair. */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /**
   * Puts U+FFFD in place of every NUL and every lone surrogate, one character for one, so that
   * offsets keep their meaning. Other control characters stay. Returns the same string when there
   * is nothing to replace.
   */
  public static String of(String text) {
    int at = firstUnstorable(text, 0);
    if (at < 0) {
      return text;
    }
    var storable = new StringBuilder(text);
    for (; at >= 0; at = firstUnstorable(text, at + 1)) {
      storable.setCharAt(at, REPLACEMENT);
    }
    return storable.toString();
  }

  /**
   * The same, cut to at most so many characters before; half a character at its end is replaced.
   */
  public static String of(String text, int maxChars) {
    return of(text.length() <= maxChars ? text : text.substring(0, maxChars));
  }

  /** True when {@link #of(String)} would change nothing. */
  public static boolean isStorable(String text) {
    return firstUnstorable(text, 0) < 0;
  }

  /** The text itself; throws {@link IllegalArgumentException} for a NUL or a lone surrogate. */
  public static String required(String text) {
    int at = firstUnstorable(text, 0);
    if (at >= 0) {
      throw new IllegalArgumentException("a text has a NUL or a lone surrogate at character " + at);
    }
    return text;
  }

  private static int firstUnstorable(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == 0 || Character.isLowSurrogate(unit)) {
        return at;
      }
      if (Character.isHighSurrogate(unit)) {
        if (at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))) {
          return at;
        }
        at++;
      }
    }
    return -1;
  }
}

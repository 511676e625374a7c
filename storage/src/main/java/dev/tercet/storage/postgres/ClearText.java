package dev.tercet.storage.postgres;

/** Makes any text one that Postgres takes: what a model or a provider says must not stop a saga. */
final class ClearText {
  private ClearText() {}

  /** The text with U+FFFD for NUL and lone surrogates, cut to at most so many characters. */
  static String of(String text, int maxChars) {
    int end = Math.min(text.length(), maxChars);
    StringBuilder clear = new StringBuilder(end);
    for (int at = 0; at < end; at++) {
      char unit = text.charAt(at);
      if (Character.isHighSurrogate(unit)
          && at + 1 < end
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        clear.append(unit).append(text.charAt(++at));
      } else if (unit == 0 || Character.isSurrogate(unit)) {
        clear.append('\uFFFD');
      } else {
        clear.append(unit);
      }
    }
    return clear.toString();
  }

  /** The text itself; throws {@link IllegalArgumentException} for a NUL or a lone surrogate. */
  static String required(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (Character.isHighSurrogate(unit)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (unit == 0 || Character.isSurrogate(unit)) {
        throw new IllegalArgumentException(
            "a text has a NUL or a lone surrogate at character " + at);
      }
    }
    return text;
  }
}

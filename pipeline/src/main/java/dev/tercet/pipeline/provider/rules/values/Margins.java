package dev.tercet.pipeline.provider.rules.values;

/** Spaces and Markdown signs around labels and values. */
final class Margins {
  private Margins() {}

  /** Past spaces, bullets, quotes and emphasis. */
  static int skip(String text, int start, int end) {
    int at = start;
    while (at < end && isMargin(text, at, end)) {
      at++;
    }
    return at;
  }

  /** Back over spaces and emphasis. */
  static int back(String text, int start, int end) {
    int at = end;
    while (at > start && " \t*_`\u200f\u200e".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at;
  }

  /** A minus or plus is a bullet only when a space follows: -5 and +49 are values. */
  private static boolean isMargin(String text, int at, int end) {
    char unit = text.charAt(at);
    return switch (unit) {
      case ' ', '\t', '*', '_', '`', '>', '•', '#', '\u200f', '\u200e' -> true;
      case '-', '+' -> at + 1 < end && text.charAt(at + 1) == ' ';
      default -> false;
    };
  }
}

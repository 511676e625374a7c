package dev.tercet.pipeline.text;

import com.ibm.icu.lang.UCharacter;

/** White space as Unicode defines it; every such character is one UTF-16 unit. */
final class WhiteSpace {
  private WhiteSpace() {}

  static boolean is(char unit) {
    if (unit <= 0x7f) {
      return unit == ' ' || (unit >= '\t' && unit <= '\r');
    }
    return !Character.isSurrogate(unit) && UCharacter.isUWhiteSpace(unit);
  }

  /** A character that ends a line; in CR LF it is the LF that does. */
  static boolean endsLine(String text, int at) {
    char unit = text.charAt(at);
    return switch (unit) {
      case '\n', '\u2028', '\u2029', '\u0085' -> true;
      case '\r' -> at + 1 >= text.length() || text.charAt(at + 1) != '\n';
      default -> false;
    };
  }
}

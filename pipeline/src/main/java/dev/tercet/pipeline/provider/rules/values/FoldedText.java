package dev.tercet.pipeline.provider.rules.values;

/**
 * A passage as the rules read it: digits of every script, full-width forms and kinds of space
 * become ASCII, unit for unit, so that every position is also a position in the passage.
 */
public final class FoldedText {
  private final String original;
  private final String folded;
  private final boolean hasHan;
  private final boolean hasArabic;

  public FoldedText(String passage) {
    original = passage;
    folded = fold(passage);
    boolean han = false;
    boolean arabic = false;
    for (int at = 0; at < passage.length(); at++) {
      char unit = passage.charAt(at);
      han |= unit >= '\u2e80' && Character.isIdeographic(unit);
      arabic |= unit >= '\u0600' && unit <= '\u06ff';
    }
    hasHan = han;
    hasArabic = arabic;
  }

  /** The passage as it is written. */
  public String original() {
    return original;
  }

  /** The passage in ASCII digits, punctuation and spaces; as long as the original. */
  public String folded() {
    return folded;
  }

  boolean hasHan() {
    return hasHan;
  }

  boolean hasArabic() {
    return hasArabic;
  }

  /** The passage between two positions, as it is written. */
  public String original(int startChar, int endChar) {
    return original.substring(startChar, endChar);
  }

  private static String fold(String text) {
    StringBuilder changed = null;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      char plain = unit < 0x80 ? unit : fold(unit);
      if (plain != unit) {
        if (changed == null) {
          changed = new StringBuilder(text);
        }
        changed.setCharAt(at, plain);
      }
    }
    return changed == null ? text : changed.toString();
  }

  private static char fold(char unit) {
    if (unit >= '\uff01' && unit <= '\uff5e') {
      return (char) (unit - 0xfee0);
    }
    return switch (unit) {
      case '\u00a0', '\u2007', '\u2009', '\u202f', '\u3000' -> ' ';
      case '\u2212' -> '-';
      case '\uffe5' -> '¥';
      case '\u066b' -> '.';
      case '\u066c' -> ',';
      case '\u2019' -> '\'';
      default ->
          Character.getType(unit) == Character.DECIMAL_DIGIT_NUMBER
              ? (char) ('0' + Character.digit(unit, 10))
              : unit;
    };
  }
}

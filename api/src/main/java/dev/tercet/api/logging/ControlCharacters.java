package dev.tercet.api.logging;

/**
 * Characters that act on what shows a text, instead of standing in it: they end lines, speak to a
 * terminal, turn the direction of what follows, or are half a character.
 */
public final class ControlCharacters {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private ControlCharacters() {}

  /** Whether it acts. The two joiners are part of words and emoji, and harmless. */
  public static boolean is(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
      default -> false;
    };
  }

  /** It written out, as in JSON. */
  public static String escaped(int character) {
    var escape = new StringBuilder();
    for (char unit : Character.toChars(character)) {
      escape.append("\\u%04x".formatted((int) unit));
    }
    return escape.toString();
  }
}

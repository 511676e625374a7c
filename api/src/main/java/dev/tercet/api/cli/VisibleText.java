package dev.tercet.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Text from documents and answers, made safe for a terminal: no escape sequence, no control
 * character, nothing that turns the direction of what follows, and never more than one line.
 */
final class VisibleText {
  private static final int REPLACEMENT = 0xfffd;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private VisibleText() {}

  /**
   * The text in one line. White space becomes a blank, what is invisible is left out, and every
   * other control character becomes U+FFFD.
   */
  static String of(String text) {
    var visible = new StringBuilder(text.length());
    text.codePoints().forEach(it -> append(visible, it));
    return visible.toString();
  }

  private static void append(StringBuilder visible, int character) {
    if (!isHidden(character)) {
      visible.appendCodePoint(character);
    } else if (Character.isWhitespace(character)) {
      visible.append(' ');
    } else if (Character.getType(character) != Character.FORMAT) {
      visible.appendCodePoint(REPLACEMENT);
    }
  }

  /** The same value in one line of JSON in which all that is hidden is escaped. */
  static String json(JsonNode node) {
    String json = node.toString();
    var visible = new StringBuilder(json.length());
    json.codePoints()
        .forEach(it -> {
          if (isHidden(it)) {
            for (char unit : Character.toChars(it)) {
              visible.append("\\u%04x".formatted((int) unit));
            }
          } else {
            visible.appendCodePoint(it);
          }
        });
    return visible.toString();
  }

  /** The two joiners are part of words and emoji, and harmless. */
  private static boolean isHidden(int character) {
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
}

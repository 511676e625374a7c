package dev.tercet.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.logging.ControlCharacters;

/**
 * Text from documents and answers, made safe for a terminal: no escape sequence, no control
 * character, nothing that turns the direction of what follows, and never more than one line.
 */
public final class PrintedText {
  private static final int REPLACEMENT = 0xfffd;

  private PrintedText() {}

  /**
   * The text in one line. White space becomes a blank, what is invisible is left out, and every
   * other control character becomes U+FFFD.
   */
  public static String of(String text) {
    var visible = new StringBuilder(text.length());
    text.codePoints().forEach(it -> append(visible, it));
    return visible.toString();
  }

  private static void append(StringBuilder visible, int character) {
    if (!ControlCharacters.is(character)) {
      visible.appendCodePoint(character);
    } else if (Character.isWhitespace(character)) {
      visible.append(' ');
    } else if (Character.getType(character) != Character.FORMAT) {
      visible.appendCodePoint(REPLACEMENT);
    }
  }

  /** The same value in one line of JSON in which all that is hidden is escaped. */
  public static String json(JsonNode node) {
    String json = node.toString();
    var visible = new StringBuilder(json.length());
    json.codePoints()
        .forEach(it -> {
          if (ControlCharacters.is(it)) {
            visible.append(ControlCharacters.escaped(it));
          } else {
            visible.appendCodePoint(it);
          }
        });
    return visible.toString();
  }
}

package dev.tercet.cli.terminal;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import java.util.Locale;

/** How many columns of a terminal a text takes: wide characters and emoji take two. */
public final class DisplayWidth {
  private static final String ELLIPSIS = "…";
  private static final int EMOJI_STYLE = 0xfe0f;

  private DisplayWidth() {}

  public static int of(String text) {
    BreakIterator characters = characters(text);
    int width = 0;
    int start = 0;
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      width += ofOne(text.substring(start, end));
      start = end;
    }
    return width;
  }

  /** The text, or its beginning with … when it is wider than {@code most}. */
  public static String cut(String text, int most) {
    // What has no more chars than columns may still be wider, but never what has none.
    if (of(text) <= most) {
      return text;
    }
    BreakIterator characters = characters(text);
    int width = 0;
    int start = 0;
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      width += ofOne(text.substring(start, end));
      if (width > most - 1) {
        return text.substring(0, start) + ELLIPSIS;
      }
      start = end;
    }
    return text;
  }

  /** The text with blanks behind it (or before it), so that it takes {@code width} columns. */
  static String pad(String text, int width, boolean right) {
    String blanks = " ".repeat(Math.max(0, width - of(text)));
    return right ? blanks + text : text + blanks;
  }

  private static BreakIterator characters(String text) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    return characters;
  }

  /** One character as a person sees it, which may be several code points. */
  private static int ofOne(String character) {
    int first = character.codePointAt(0);
    if (UCharacter.hasBinaryProperty(first, UProperty.EMOJI_PRESENTATION)
        || character.indexOf(EMOJI_STYLE) > 0) {
      return 2;
    }
    return switch (UCharacter.getIntPropertyValue(first, UProperty.EAST_ASIAN_WIDTH)) {
      case UCharacter.EastAsianWidth.FULLWIDTH, UCharacter.EastAsianWidth.WIDE -> 2;
      default -> isMark(first) ? 0 : 1;
    };
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT;
  }
}

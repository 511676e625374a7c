package dev.tercet.pipeline.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/** Text in which a person sees something. */
public final class VisibleText {
  private VisibleText() {}

  /**
   * True when every character is white space, a control or format character, or one that Unicode
   * calls default-ignorable (zero-width and filler characters, variation selectors, tags).
   */
  public static boolean isAbsent(String text) {
    return text.codePoints().noneMatch(VisibleText::isVisible);
  }

  private static boolean isVisible(int character) {
    return switch (UCharacter.getType(character)) {
      case UCharacter.CONTROL, UCharacter.FORMAT -> false;
      default ->
          !UCharacter.isUWhiteSpace(character)
              && !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    };
  }
}

package dev.tercet.pipeline.provider.rules.values;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.util.regex.Pattern;

/** The form in which labels, property names and vocabulary are compared. */
public final class Labels {
  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

  /** The rate in "VAT 19 %" is no part of the label. */
  private static final Pattern RATE = Pattern.compile("\\d{1,3}(?:[.,]\\d{1,3})? ?%");

  private Labels() {}

  /**
   * NFKC, case-folded, without what stands in brackets, without punctuation, words parted by one
   * space; camel case and underscores part words, too.
   */
  public static String normal(String label) {
    String text = RATE.matcher(NFKC.normalize(label)).replaceAll(" ");
    var normal = new StringBuilder(text.length());
    int depth = 0;
    boolean gap = false;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      depth += unit == '(' ? 1 : 0;
      if (depth == 0 && (Character.isLetterOrDigit(unit) || Character.isSurrogate(unit))) {
        boolean hump =
            Character.isUpperCase(unit) && at > 0 && Character.isLowerCase(text.charAt(at - 1));
        if ((gap || hump) && !normal.isEmpty()) {
          normal.append(' ');
        }
        normal.append(unit);
        gap = false;
      } else if (!isMark(unit)) {
        gap = true;
      }
      depth -= unit == ')' && depth > 0 ? 1 : 0;
    }
    return UCharacter.foldCase(normal.toString(), true);
  }

  /**
   * True when the phrase's words stand in the label; scripts without spaces need no word limits.
   */
  public static boolean contains(String label, String phrase) {
    int at = label.indexOf(phrase);
    while (at >= 0) {
      int end = at + phrase.length();
      boolean spaceless = Character.isIdeographic(phrase.codePointAt(0));
      if (spaceless
          || ((at == 0 || label.charAt(at - 1) == ' ')
              && (end == label.length() || label.charAt(end) == ' '))) {
        return true;
      }
      at = label.indexOf(phrase, at + 1);
    }
    return false;
  }

  /** Vowel signs, the Arabic tatweel and the like are dropped without parting a word. */
  private static boolean isMark(char unit) {
    return unit == '\u0640'
        || unit == '\''
        || Character.getType(unit) == Character.NON_SPACING_MARK;
  }
}

package dev.tercet.pipeline.provider.rules.values;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Organisations by their legal form, read backwards from it to where the name begins. */
final class OrganisationFinder implements ValueFinder {
  private static final int LONGEST_WORDS = 6;
  private static final int LONGEST_WORD = 60;

  /** A line at least this long was wrapped; a shorter one ends what it says. */
  private static final int WRAPPED_LINE = 60;

  private static final int LONGEST_HAN = 20;

  private static final Set<String> CONNECTORS =
      Set.of("&", "of", "and", "und", "für", "for", "de", "la", "du");

  /** Capitalised at the start of a sentence, but no part of a name. */
  private static final Set<String> NO_NAMES =
      Set.of(
          "The",
          "Our",
          "Your",
          "By",
          "With",
          "From",
          "For",
          "Between",
          "And",
          "To",
          "At",
          "In",
          "Die",
          "Der",
          "Das",
          "Dem",
          "Den",
          "Von",
          "Vom",
          "Mit",
          "Zwischen",
          "Und",
          "An",
          "Bei",
          "Für",
          "Firma",
          "Company",
          "Client",
          "Customer",
          "Supplier",
          "Vendor",
          "Of");

  /** Words after which a Chinese name begins when they stand before it without a space. */
  private static final Pattern HAN_BEFORE =
      Pattern.compile(".*[与由向给]|^(?:甲方|乙方|丙方|我们|供应商|客户|买方|卖方|和|及|为|在|从|是|的|日|经|请)+");

  private static final Pattern ARABIC =
      Pattern.compile(
          "(?<!\\p{L})شركة(?: [\\p{IsArabic}&&\\p{L}]{1,20}){1,6}? "
              + NameShape.ARABIC_LEGAL_FORM.pattern());

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    Matcher forms = NameShape.LEGAL_FORM.matcher(text);
    while (forms.find()) {
      accept(text, latinStart(text, forms.start()), forms.start(), forms.end(), found);
    }
    if (passage.hasHan()) {
      Matcher han = NameShape.HAN_LEGAL_FORM.matcher(text);
      while (han.find()) {
        accept(text, hanStart(text, han.start()), han.start(), han.end(), found);
      }
    }
    if (passage.hasArabic()) {
      Matcher arabic = ARABIC.matcher(text);
      while (arabic.find()) {
        accept(text, arabic.start(), arabic.end(), arabic.end(), found);
      }
    }
  }

  private static void accept(String text, int start, int form, int end, Consumer<Found> found) {
    if (start < form) {
      var name = new Value.Text(text.substring(start, end).replace('\n', ' '));
      found.accept(new Found(ValueKind.NAME, start, end, name, "organisation"));
    }
  }

  private static int latinStart(String text, int form) {
    int start = form;
    int at = form;
    for (int words = 0; words < LONGEST_WORDS; words++) {
      int wordEnd = at - 1;
      if (wordEnd > 0
          && text.charAt(wordEnd) == ' '
          && text.charAt(wordEnd - 1) == ','
          && at == form) {
        wordEnd--;
      } else if (wordEnd <= 0 || !partsWords(text, wordEnd)) {
        break;
      }
      int wordStart = wordEnd;
      while (wordStart > 0
          && wordEnd - wordStart < LONGEST_WORD
          && isNamePart(text.charAt(wordStart - 1))) {
        wordStart--;
      }
      String word = text.substring(wordStart, wordEnd);
      boolean name = isCapitalised(word) && !NO_NAMES.contains(word);
      if (!name && !CONNECTORS.contains(word)) {
        break;
      }
      start = name ? wordStart : start;
      at = wordStart;
    }
    return start;
  }

  private static boolean partsWords(String text, int at) {
    if (text.charAt(at) != '\n') {
      return text.charAt(at) == ' ';
    }
    int before = text.lastIndexOf('\n', at - 1);
    return at - before > WRAPPED_LINE;
  }

  private static boolean isNamePart(char unit) {
    return Character.isLetterOrDigit(unit)
        || unit == '&'
        || unit == '-'
        || unit == '\''
        || Character.getType(unit) == Character.NON_SPACING_MARK;
  }

  private static boolean isCapitalised(String word) {
    return !word.isEmpty()
        && (Character.isUpperCase(word.charAt(0)) || Character.isDigit(word.charAt(0)))
        && word.chars().anyMatch(Character::isLetter);
  }

  private static int hanStart(String text, int form) {
    int start = form;
    while (start > 0 && form - start < LONGEST_HAN && isHanNamePart(text.charAt(start - 1))) {
      start--;
    }
    Matcher before = HAN_BEFORE.matcher(text.substring(start, form));
    return before.lookingAt() ? start + before.end() : start;
  }

  private static boolean isHanNamePart(char unit) {
    return Character.isIdeographic(unit)
        || unit == '('
        || unit == ')'
        || (unit < 0x7f && Character.isLetterOrDigit(unit));
  }
}

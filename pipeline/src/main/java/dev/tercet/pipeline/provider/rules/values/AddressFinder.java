package dev.tercet.pipeline.provider.rules.values;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Postal addresses that are complete enough to be sure: street, number, postcode, place. */
final class AddressFinder implements ValueFinder {
  private static final String GAP = "(?:, ?| ?\n|,? )";

  private static final Pattern GERMAN =
      Pattern.compile(
          "(?<!\\p{L})(?:(?:Am|An|Auf|Im|In|Zur|Zum|\\p{Lu}\\p{L}{1,20}e[rn]?) (?:der |dem |den )?){0,2}"
              + "\\p{Lu}[\\p{L}\\-.]{0,40} ?"
              + "(?<=(?i:straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|ufer|markt) ?)"
              + "\\d{1,4} ?[a-z]?"
              + GAP
              + "(?:(?:D|A|CH)-)?\\d{4,5} \\p{Lu}[\\p{L}\\-]{1,40}");
  private static final Pattern AMERICAN =
      Pattern.compile(
          "(?<![\\p{L}\\d])\\d{1,5}(?: \\p{Lu}[\\p{L}'.\\-]{0,30}){1,4}"
              + "(?<= (?:Street|St\\.?|Avenue|Ave\\.?|Road|Rd\\.?|Boulevard|Blvd\\.?|Lane|Drive|Way|Court|Square))"
              + "(?:, (?:Suite|Floor|Unit|Apt\\.?) ?[\\dA-Z]{1,5})?"
              + GAP
              + "\\p{Lu}[\\p{L}'\\-]{1,30}(?: \\p{Lu}[\\p{L}'\\-]{1,30}){0,2}, [A-Z]{2} \\d{5}(?:-\\d{4})?(?!\\d)");
  private static final Pattern BRITISH =
      Pattern.compile(
          "(?<![\\p{L}\\d])\\d{1,4}[a-z]?(?: \\p{Lu}[\\p{L}'.\\-]{0,30}){1,4}"
              + GAP
              + "\\p{Lu}[\\p{L}'\\-]{1,30}(?: \\p{Lu}[\\p{L}'\\-]{1,30})?"
              + GAP
              + "[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}(?![\\p{L}\\d])");
  private static final Pattern CHINESE =
      Pattern.compile(
          "(?:[\\p{IsHan}]{2,3}省)?[\\p{IsHan}]{2,4}市[\\p{IsHan}]{1,5}[区县][\\p{IsHan}\\d]{1,15}[路街道巷]"
              + "\\d{1,5}号(?:[\\p{IsHan}\\dA-Za-z]{1,12}[室层楼座])?");

  /** Units before and after the postcode or house number within which an address lies. */
  private static final int BEFORE = 120;

  private static final int AFTER = 45;

  /** Only around digits that look like the telling part of an address is a pattern tried at all. */
  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    int done = 0;
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      Pattern pattern = start == end ? null : pattern(text, start, end);
      if (pattern != null) {
        done = find(text, pattern, Math.max(done, start - BEFORE), end, found);
      }
      start = Math.max(end, start + 1);
    }
  }

  private static int find(
      String text, Pattern pattern, int from, int digitsEnd, Consumer<Found> found) {
    Matcher matcher = pattern.matcher(text);
    matcher.useTransparentBounds(true).region(from, Math.min(text.length(), digitsEnd + AFTER));
    if (!matcher.find() || matcher.end() < digitsEnd) {
      return from;
    }
    String normal = matcher.group().replace('\n', ',').replaceAll("[ ,]*,[ ,]*", ", ");
    found.accept(Found.text(ValueKind.ADDRESS, matcher.start(), matcher.end(), normal));
    return matcher.end();
  }

  private static @Nullable Pattern pattern(String text, int start, int end) {
    int length = end - start;
    if (end < text.length() && text.charAt(end) == '号') {
      return CHINESE;
    }
    if (length == 5 && start > 3 && isCapital(text, start - 2) && isCapital(text, start - 3)) {
      return AMERICAN;
    }
    if (length == 1 && isCapital(text, end) && isCapital(text, end + 1)) {
      return BRITISH;
    }
    boolean place =
        end + 1 < text.length()
            && text.charAt(end) == ' '
            && Character.isUpperCase(text.charAt(end + 1));
    return (length == 4 || length == 5) && place ? GERMAN : null;
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private static boolean isCapital(String text, int at) {
    return at < text.length() && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z';
  }
}

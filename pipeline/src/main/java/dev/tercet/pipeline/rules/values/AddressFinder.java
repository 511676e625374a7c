package dev.tercet.pipeline.rules.values;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postal addresses that are complete enough to be sure: street, number, postcode, place. */
final class AddressFinder implements ValueFinder {
  private static final String GAP = "(?:, ?| ?\n|,? )";

  private static final Pattern GERMAN =
      Pattern.compile(
          "(?<!\\p{L})\\p{Lu}[\\p{L}\\-.]{0,40}(?: \\p{Lu}[\\p{L}\\-.]{1,30}){0,2} ?"
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

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    for (Pattern pattern : new Pattern[] {GERMAN, AMERICAN, BRITISH, CHINESE}) {
      Matcher matcher = pattern.matcher(passage.folded());
      while (matcher.find()) {
        String normal = matcher.group().replace('\n', ',').replaceAll("[ ,]*,[ ,]*", ", ");
        found.accept(Found.text(ValueKind.ADDRESS, matcher.start(), matcher.end(), normal));
      }
    }
  }
}

package dev.tercet.pipeline.rules.values;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days of the years 1800 to 2199 that the calendar knows.
 *
 * <p>A date in slashes counts only when it has one reading: 03/04/2025 is skipped, 03/25/2025 is
 * not.
 */
final class DateFinder implements ValueFinder {
  private static final Pattern ISO =
      Pattern.compile(
          "(?<![\\d.\\-/\\p{L}])(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?![-/.]?\\d)"
              + "(?:[T ](\\d{2}:\\d{2})(:\\d{2}(?:\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})(?!\\d))?");
  private static final Pattern DOTTED =
      Pattern.compile("(?<![\\d.])(\\d{1,2})\\. ?(\\d{1,2})\\. ?(\\d{4})(?!\\d)");
  private static final Pattern SLASHED =
      Pattern.compile("(?<![\\d/\\-])(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})(?![\\d/\\-])");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?<![\\d\\p{L}.,])(\\d{1,2})(?:st|nd|rd|th|er|\\.)? {0,2}(?:of |de )?"
              + "([\\p{L}\\p{M}]{3,14}(?: (?:الأول|الثاني))?)\\.?,? {1,2}(?:de |del )?(\\d{4})(?!\\d)");
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?<!\\p{L})(\\p{Lu}[\\p{L}\\p{M}]{2,9})\\.? {1,2}(\\d{1,2})(?:st|nd|rd|th)?,? {1,2}"
              + "(\\d{4})(?!\\d)");
  private static final Pattern EAST_ASIAN =
      Pattern.compile("(?<!\\d)(\\d{4}) ?[年년] ?(\\d{1,2}) ?[月월] ?(\\d{1,2}) ?[日일号]");
  private static final Pattern HAN =
      Pattern.compile("([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日");

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    each(ISO, text, found, DateFinder::iso);
    each(DOTTED, text, found, m -> day(number(m, 3), number(m, 2), number(m, 1)));
    each(SLASHED, text, found, DateFinder::slashed);
    each(
        DAY_FIRST,
        text,
        found,
        m -> day(number(m, 3), MonthNames.number(m.group(2)), number(m, 1)));
    each(
        MONTH_FIRST,
        text,
        found,
        m -> day(number(m, 3), MonthNames.number(m.group(1)), number(m, 2)));
    if (text.indexOf('年') >= 0 || text.indexOf('년') >= 0) {
      each(EAST_ASIAN, text, found, m -> day(number(m, 1), number(m, 2), number(m, 3)));
      each(HAN, text, found, m -> day(HanNumber.year(m.group(1)), han(m, 2), han(m, 3)));
    }
  }

  /** Reads one match; null when it is no day. */
  private interface Reading {
    Value.@Nullable Day read(MatchResult match);
  }

  private static void each(Pattern pattern, String text, Consumer<Found> found, Reading reading) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      Value.Day day = reading.read(matcher);
      if (day != null) {
        found.accept(new Found(ValueKind.DATE, matcher.start(), matcher.end(), day, null));
      }
    }
  }

  private static Value.@Nullable Day iso(MatchResult match) {
    Value.Day day = day(number(match, 1), number(match, 3), number(match, 4));
    if (day == null || match.group(5) == null) {
      return day;
    }
    String seconds = match.group(6) == null ? ":00" : match.group(6);
    return new Value.Day(day.date(), day.date() + "T" + match.group(5) + seconds + match.group(7));
  }

  private static Value.@Nullable Day slashed(MatchResult match) {
    int first = number(match, 1);
    int second = number(match, 3);
    int year = number(match, 4);
    if (first > 12 || first == second) {
      return day(year, second, first);
    }
    return second > 12 ? day(year, first, second) : null;
  }

  private static Value.@Nullable Day day(int year, int month, int dayOfMonth) {
    if (year < 1800 || year > 2199 || month < 1 || dayOfMonth < 1) {
      return null;
    }
    try {
      return new Value.Day(LocalDate.of(year, month, dayOfMonth), null);
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static int han(MatchResult match, int group) {
    return HanNumber.upTo99(match.group(group));
  }
}

package dev.tercet.pipeline.provider.rules.values;

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
          "(?=\\d)(?<![\\d.\\-/\\p{L}])(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?![-/.]?\\d)"
              + "(?:[T ](\\d{2}:\\d{2})(:\\d{2}(?:\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})(?!\\d))?");
  private static final Pattern DOTTED =
      Pattern.compile("(?=\\d)(?<![\\d.])(\\d{1,2})\\. ?(\\d{1,2})\\. ?(\\d{4})(?!\\.?\\d)");
  private static final Pattern SLASHED =
      Pattern.compile("(?=\\d)(?<![\\d/\\-])(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})(?![\\d/\\-])");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?=\\d)(?<![\\d\\p{L}.,])(\\d{1,2})(?:st|nd|rd|th|er|\\.)? {0,2}(?:of |de )?"
              + "([\\p{L}\\p{M}]{3,14}(?: (?:الأول|الثاني))?)\\.?,? {1,2}(?:de |del )?(\\d{4})(?!\\d)");
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?=\\p{Lu})(?<!\\p{L})(\\p{Lu}[\\p{L}\\p{M}]{2,9})\\.? {1,2}(\\d{1,2})(?:st|nd|rd|th)?,? {1,2}"
              + "(\\d{4})(?!\\d)");
  private static final Pattern EAST_ASIAN =
      Pattern.compile("(?=\\d)(?<!\\d)(\\d{4}) ?[年년] ?(\\d{1,2}) ?[月월] ?(\\d{1,2}) ?[日일号]");
  private static final Pattern HAN =
      Pattern.compile("([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日");

  /** Units before the year within which a date begins. */
  private static final int BEFORE = 36;

  private static final int AFTER = 40;

  /** Every form but the Chinese numerals has a year of four digits: only around one is it tried. */
  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      if (end - start == 4) {
        around(text, start, end, found);
      }
      start = Math.max(end, start + 1);
    }
    if (passage.hasHan() && text.indexOf('年') >= 0) {
      Matcher matcher = HAN.matcher(text);
      while (matcher.find()) {
        accept(
            matcher,
            day(HanNumber.year(matcher.group(1)), han(matcher, 2), han(matcher, 3)),
            found);
      }
    }
  }

  private static void around(String text, int start, int end, Consumer<Found> found) {
    char next = end < text.length() ? text.charAt(end) : ' ';
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    if (next == '-' || next == '/' || (next == '.' && before != '.')) {
      from(ISO, text, start, found, DateFinder::iso);
    } else if (next > 0x7f || next == ' ') {
      from(EAST_ASIAN, text, start, found, m -> day(number(m, 1), number(m, 2), number(m, 3)));
    }
    if (before == '.' || before == ' ') {
      upTo(DOTTED, text, end, found, m -> day(number(m, 3), number(m, 2), number(m, 1)));
    }
    if (before == '/' || before == '-') {
      upTo(SLASHED, text, end, found, DateFinder::slashed);
    }
    if (before == ' ') {
      upTo(DAY_FIRST, text, end, found, m -> day(number(m, 3), month(m, 2), number(m, 1)));
      upTo(MONTH_FIRST, text, end, found, m -> day(number(m, 3), month(m, 1), number(m, 2)));
    }
  }

  /** Reads one match; null when it is no day. */
  private interface Reading {
    Value.@Nullable Day read(MatchResult match);
  }

  private static void from(
      Pattern pattern, String text, int start, Consumer<Found> found, Reading reading) {
    Matcher matcher = pattern.matcher(text).useTransparentBounds(true);
    if (matcher.region(start, Math.min(text.length(), start + AFTER)).lookingAt()) {
      accept(matcher, reading.read(matcher), found);
    }
  }

  private static void upTo(
      Pattern pattern, String text, int end, Consumer<Found> found, Reading reading) {
    Matcher matcher = pattern.matcher(text).useTransparentBounds(true);
    matcher.region(Math.max(0, end - BEFORE), end);
    while (matcher.find()) {
      if (matcher.end() == end) {
        accept(matcher, reading.read(matcher), found);
      }
    }
  }

  private static void accept(MatchResult match, Value.@Nullable Day day, Consumer<Found> found) {
    if (day != null) {
      found.accept(new Found(ValueKind.DATE, match.start(), match.end(), day, null));
    }
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private static int month(MatchResult match, int group) {
    return MonthNames.number(match.group(group));
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

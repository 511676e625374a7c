package dev.tercet.pipeline.provider.rules.values;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers as people write them, with any of the usual group and decimal signs. */
public final class Decimals {
  /** A number with groups of three (or Indian groups) or without; no sign, no currency. */
  static final Pattern NUMBER =
      Pattern.compile(
          "(?=\\d)(?<![\\d.,])(?:\\d{1,3}(?:[.,' ]\\d{3})+(?!\\d)(?:[.,]\\d{1,2}(?!\\d))?"
              + "|\\d{1,2}(?:,\\d{2})+,\\d{3}(?!\\d)(?:\\.\\d{1,2}(?!\\d))?"
              + "|\\d{1,15}(?!\\d)(?:[.,]\\d{1,4}(?!\\d))?)");

  private Decimals() {}

  /** A number and its place. */
  public record Read(BigDecimal value, int startChar, int endChar) {}

  /** The first number between two positions, with the minus before it; or null. */
  public static @Nullable Read first(String text, int startChar, int endChar) {
    Matcher matcher = NUMBER.matcher(text).region(startChar, endChar);
    if (!matcher.find()) {
      return null;
    }
    int start = matcher.start();
    BigDecimal value = read(matcher.group());
    boolean negative = start > startChar && text.charAt(start - 1) == '-';
    return new Read(negative ? value.negate() : value, negative ? start - 1 : start, matcher.end());
  }

  /** The ISO 4217 code that a text such as "EUR" or "€" stands for alone, or null. */
  public static @Nullable String currencyCode(String text) {
    return Currencies.codeOf(text);
  }

  /**
   * The number that a match of {@link #NUMBER} stands for, without trailing zeros of the fraction.
   *
   * <p>With both signs the last one is the decimal sign; one sign that occurs several times groups;
   * a single sign before exactly three digits groups, unless it follows a lone zero.
   */
  static BigDecimal read(String number) {
    String digits = number.replace(" ", "").replace("'", "");
    int comma = digits.lastIndexOf(',');
    int dot = digits.lastIndexOf('.');
    int last = Math.max(comma, dot);
    if (last < 0) {
      return plain(digits);
    }
    boolean both = comma >= 0 && dot >= 0;
    boolean once = digits.indexOf(digits.charAt(last)) == last;
    boolean groups = digits.length() - last == 4 && last <= 3 && !digits.startsWith("0");
    if ((both && once) || (!both && once && !groups)) {
      String whole = digits.substring(0, last).replace(",", "").replace(".", "");
      return plain(whole + "." + digits.substring(last + 1));
    }
    return plain(digits.replace(",", "").replace(".", ""));
  }

  private static BigDecimal plain(String digits) {
    BigDecimal number = new BigDecimal(digits).stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}

package dev.tercet.pipeline.provider.rules.values;

/** Numbers of a date in Chinese numerals. */
final class HanNumber {
  private static final String DIGITS = "〇一二三四五六七八九";

  private HanNumber() {}

  /** Digit by digit: 二〇二五 is 2025. */
  static int year(String numerals) {
    int year = 0;
    for (int i = 0; i < numerals.length(); i++) {
      year = year * 10 + Math.max(0, DIGITS.indexOf(numerals.charAt(i)));
    }
    return year;
  }

  /** With tens: 十二 is 12, 二十 is 20, 三十一 is 31; 0 when it is none. */
  static int upTo99(String numerals) {
    int ten = numerals.indexOf('十');
    if (ten < 0) {
      return numerals.length() == 1 ? DIGITS.indexOf(numerals) : 0;
    }
    if (ten > 1 || numerals.length() - ten > 2) {
      return 0;
    }
    int tens = ten == 0 ? 1 : DIGITS.indexOf(numerals.charAt(0));
    int ones = ten == numerals.length() - 1 ? 0 : DIGITS.indexOf(numerals.charAt(ten + 1));
    return tens * 10 + ones;
  }
}

package dev.tercet.pipeline.provider.rules.values;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Currency signs, names and codes, beside a number. */
final class Currencies {
  /** What ¥ means is decided by the script around it. */
  static final String YEN_OR_YUAN = "¥";

  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("€", "EUR"),
          Map.entry("$", "USD"),
          Map.entry("US$", "USD"),
          Map.entry("A$", "AUD"),
          Map.entry("C$", "CAD"),
          Map.entry("HK$", "HKD"),
          Map.entry("NT$", "TWD"),
          Map.entry("S$", "SGD"),
          Map.entry("R$", "BRL"),
          Map.entry("£", "GBP"),
          Map.entry("₹", "INR"),
          Map.entry("₩", "KRW"),
          Map.entry("₺", "TRY"),
          Map.entry("₽", "RUB"),
          Map.entry("₪", "ILS"),
          Map.entry("¥", YEN_OR_YUAN),
          Map.entry("元", "CNY"),
          Map.entry("人民币", "CNY"),
          Map.entry("RMB", "CNY"),
          Map.entry("美元", "USD"),
          Map.entry("欧元", "EUR"),
          Map.entry("港元", "HKD"),
          Map.entry("円", "JPY"),
          Map.entry("د.إ", "AED"),
          Map.entry("درهم إماراتي", "AED"),
          Map.entry("درهماً إماراتياً", "AED"),
          Map.entry("درهم", "AED"),
          Map.entry("درهماً", "AED"),
          Map.entry("ر.س", "SAR"),
          Map.entry("ريال سعودي", "SAR"),
          Map.entry("ج.م", "EGP"),
          Map.entry("جنيه مصري", "EGP"),
          Map.entry("يورو", "EUR"),
          Map.entry("دولار أمريكي", "USD"),
          Map.entry("دولار", "USD"),
          Map.entry("euro", "EUR"),
          Map.entry("euros", "EUR"),
          Map.entry("Euro", "EUR"),
          Map.entry("dollars", "USD"),
          Map.entry("Fr.", "CHF"));

  /** Codes in common use; those that are also English words (ALL, TOP, CUP) are left out. */
  private static final Set<String> CODES =
      Set.of(
          ("EUR USD GBP CHF JPY CNY CNH HKD TWD SGD AUD NZD CAD SEK NOK DKK ISK PLN CZK HUF RON BGN"
                  + " TRY RUB UAH ILS AED SAR QAR KWD BHD OMR EGP JOD LBP MAD TND INR PKR BDT LKR"
                  + " IDR MYR THB PHP VND KRW BRL MXN ARS CLP COP ZAR NGN KES")
              .split(" ", -1));

  private static final List<String> LONGEST_FIRST =
      SIGNS.keySet().stream()
          .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(s -> s))
          .toList();

  private Currencies() {}

  /** A currency that ends at {@code end}; its start is {@code end - length}. */
  static @Nullable Sign endingAt(String text, int end) {
    if (end >= 3 && CODES.contains(text.substring(end - 3, end)) && !letterAt(text, end - 4)) {
      return new Sign(text.substring(end - 3, end), 3);
    }
    for (String sign : LONGEST_FIRST) {
      int start = end - sign.length();
      if (start >= 0 && text.startsWith(sign, start) && !continues(text, sign, start - 1)) {
        return new Sign(code(sign), sign.length());
      }
    }
    return null;
  }

  /** A currency that begins at {@code start}. */
  static @Nullable Sign startingAt(String text, int start) {
    if (start + 3 <= text.length()
        && CODES.contains(text.substring(start, start + 3))
        && !letterAt(text, start + 3)) {
      return new Sign(text.substring(start, start + 3), 3);
    }
    for (String sign : LONGEST_FIRST) {
      if (text.startsWith(sign, start) && !continues(text, sign, start + sign.length())) {
        return new Sign(code(sign), sign.length());
      }
    }
    return null;
  }

  /** The code that a text such as "EUR" or "€" stands for alone, or null. */
  static @Nullable String codeOf(String text) {
    String trimmed = text.strip();
    String upper = trimmed.toUpperCase(Locale.ROOT);
    return CODES.contains(upper) ? upper : SIGNS.get(trimmed);
  }

  /** A name in letters that goes on beyond the sign is another word; Han has no word limits. */
  private static boolean continues(String text, String sign, int beside) {
    boolean word = Character.isLetter(sign.charAt(0)) && !Character.isIdeographic(sign.charAt(0));
    return word && letterAt(text, beside);
  }

  private static boolean letterAt(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetter(text.charAt(at));
  }

  private static String code(String sign) {
    String code = SIGNS.get(sign);
    if (code == null) {
      throw new IllegalStateException("no code for " + sign);
    }
    return code;
  }

  /** A currency in the text: its code and how many units it takes. */
  record Sign(String code, int length) {}
}

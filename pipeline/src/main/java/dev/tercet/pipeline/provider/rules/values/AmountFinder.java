package dev.tercet.pipeline.provider.rules.values;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Numbers with a currency before or after them, and words such as "million" in between. */
final class AmountFinder implements ValueFinder {

  private record Scale(String word, int zeros) {}

  /** Longest first, so that "Mio." is not read as "M". */
  private static final List<Scale> SCALES =
      List.of(
          new Scale("Milliarden", 9),
          new Scale("Millionen", 6),
          new Scale("Million", 6),
          new Scale("million", 6),
          new Scale("billion", 9),
          new Scale("thousand", 3),
          new Scale("Tausend", 3),
          new Scale("مليار", 9),
          new Scale("مليون", 6),
          new Scale("ألف", 3),
          new Scale("Mrd.", 9),
          new Scale("Mio.", 6),
          new Scale("bn", 9),
          new Scale("千万", 7),
          new Scale("百万", 6),
          new Scale("亿", 8),
          new Scale("億", 8),
          new Scale("万", 4),
          new Scale("M", 6),
          new Scale("m", 6),
          new Scale("k", 3));

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    Matcher numbers = Decimals.NUMBER.matcher(text);
    String yen = null;
    int done = 0;
    while (numbers.find()) {
      Beside beside = beside(text, numbers.start(), numbers.end(), done);
      if (beside == null) {
        continue;
      }
      String currency = beside.currency();
      if (currency.equals(Currencies.YEN_OR_YUAN)) {
        yen = yen == null ? yenOrYuan(text) : yen;
        currency = yen;
      }
      BigDecimal amount = Decimals.read(numbers.group()).scaleByPowerOfTen(beside.zeros());
      amount = amount.scale() < 0 ? amount.setScale(0) : amount;
      amount = beside.negative() ? amount.negate() : amount;
      var money = new Value.Money(amount, currency);
      found.accept(new Found(ValueKind.AMOUNT, beside.start(), beside.end(), money, null));
      done = beside.end();
    }
  }

  /** What stands beside a number and makes it an amount. */
  private record Beside(String currency, int zeros, boolean negative, int start, int end) {}

  private static @Nullable Beside beside(String text, int start, int end, int done) {
    int scaleEnd = end;
    int zeros = 0;
    int word = skipSpace(text, end);
    for (Scale scale : SCALES) {
      int after = word + scale.word().length();
      if (text.startsWith(scale.word(), word) && !isWord(text, scale.word(), after)) {
        zeros = scale.zeros();
        scaleEnd = after;
        break;
      }
    }
    int minus = start > 0 && text.charAt(start - 1) == '-' ? 1 : 0;
    Currencies.Sign before = before(text, start - minus, done);
    int afterAt = skipSpace(text, scaleEnd);
    Currencies.Sign after = Currencies.startingAt(text, afterAt);
    int afterEnd = after == null ? scaleEnd : afterAt + after.length();
    if (before != null) {
      int from = start - minus - spaceBefore(text, start - minus) - before.length();
      boolean negative =
          minus == 1 || (from > 0 && text.charAt(from - 1) == '-' && !isRange(text, from - 1));
      from -= negative && minus == 0 ? 1 : 0;
      boolean both = after != null && !digitAt(text, skipSpace(text, afterEnd));
      String currency = both && after != null ? after.code() : before.code();
      return new Beside(currency, zeros, negative, from, both ? afterEnd : scaleEnd);
    }
    if (after == null) {
      return null;
    }
    boolean negative = minus == 1 && !isRange(text, start - 1);
    return new Beside(after.code(), zeros, negative, negative ? start - 1 : start, afterEnd);
  }

  private static Currencies.@Nullable Sign before(String text, int start, int done) {
    int end = start - spaceBefore(text, start);
    Currencies.Sign sign = end <= done ? null : Currencies.endingAt(text, end);
    return sign == null || end - sign.length() < done ? null : sign;
  }

  /** A minus after a digit or letter is a dash. */
  private static boolean isRange(String text, int minus) {
    return minus > 0 && Character.isLetterOrDigit(text.charAt(minus - 1));
  }

  private static boolean isWord(String text, String scale, int after) {
    return Character.isLetter(scale.charAt(0))
        && !Character.isIdeographic(scale.charAt(0))
        && after < text.length()
        && Character.isLetterOrDigit(text.charAt(after));
  }

  private static boolean digitAt(String text, int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }

  private static int skipSpace(String text, int at) {
    return at < text.length() && text.charAt(at) == ' ' ? at + 1 : at;
  }

  private static int spaceBefore(String text, int at) {
    return at > 0 && text.charAt(at - 1) == ' ' ? 1 : 0;
  }

  /** ¥ is the yen unless the passage is written in Chinese: Han without kana. */
  private static String yenOrYuan(String text) {
    boolean han = false;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit >= '\u3041' && unit <= '\u30ff') {
        return "JPY";
      }
      han |= Character.isIdeographic(unit);
    }
    return han ? "CNY" : "JPY";
  }
}

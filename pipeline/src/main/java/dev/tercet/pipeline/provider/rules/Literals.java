package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.provider.rules.values.Decimals;
import dev.tercet.pipeline.schema.BoundedPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, flags, codes and expressions that a label or a schema vouches for. */
final class Literals {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_MATCHES = 20;
  private static final Pattern IDENTIFIER =
      Pattern.compile("[\\p{L}\\d](?:[\\p{L}\\d\\-/._]{0,60}[\\p{L}\\d])?");
  private static final Set<String> YES = Set.of("yes", "true", "ja", "oui", "sí", "是", "نعم", "x");
  private static final Set<String> NO = Set.of("no", "false", "nein", "non", "否", "لا");

  private Literals() {}

  /** The first number. */
  static List<PropertyValue> numbers(String text, int start, int end, boolean integer) {
    Decimals.Read number = Decimals.first(text, start, end);
    if (number == null || (integer && number.value().stripTrailingZeros().scale() > 0)) {
      return List.of();
    }
    BigDecimal value = number.value();
    return List.of(
        new PropertyValue(Numbers.node(value), number.startChar(), number.endChar(), null));
  }

  static List<PropertyValue> flag(String text, int start, int end) {
    String word = text.substring(start, end).toLowerCase(Locale.ROOT);
    boolean yes = YES.contains(word);
    return yes || NO.contains(word)
        ? List.of(new PropertyValue(JSON.booleanNode(yes), start, end, null))
        : List.of();
  }

  static List<PropertyValue> currency(String text, int start, int end) {
    String code = Decimals.currencyCode(text.substring(start, end));
    return code == null
        ? List.of()
        : List.of(new PropertyValue(JSON.textNode(code), start, end, null));
  }

  /** The first token, if it has a digit or stands alone. */
  static List<PropertyValue> identifier(String text, int start, int end) {
    Matcher matcher = IDENTIFIER.matcher(text).region(start, end);
    if (!matcher.lookingAt()) {
      return List.of();
    }
    boolean digit = matcher.group().chars().anyMatch(Character::isDigit);
    return digit || matcher.end() == end
        ? List.of(new PropertyValue(JSON.textNode(matcher.group()), start, matcher.end(), null))
        : List.of();
  }

  /** What an expression matches between word limits. */
  static List<PropertyValue> shaped(String text, int start, int end, BoundedPattern pattern) {
    var readings = new ArrayList<PropertyValue>();
    String part = text.substring(start, end);
    int from = 0;
    for (int matches = 0; matches < MOST_MATCHES; matches++) {
      BoundedPattern.Range match = pattern.find(part, from);
      if (match == null) {
        break;
      }
      if (match.start() < match.end() && isWhole(part, match)) {
        String value = part.substring(match.start(), match.end());
        readings.add(
            new PropertyValue(
                JSON.textNode(value), start + match.start(), start + match.end(), null));
      }
      from = Math.max(match.end(), match.start() + 1);
    }
    return readings;
  }

  private static boolean isWhole(String text, BoundedPattern.Range match) {
    return !joins(text, match.start() - 1, match.start())
        && !joins(text, match.end() - 1, match.end());
  }

  /** Two characters that belong to one word; neighbouring ideographs do not count. */
  private static boolean joins(String text, int left, int right) {
    return left >= 0
        && right < text.length()
        && isWord(text.charAt(left))
        && isWord(text.charAt(right));
  }

  private static boolean isWord(char unit) {
    return (Character.isLetterOrDigit(unit) && !Character.isIdeographic(unit)) || unit == '_';
  }
}

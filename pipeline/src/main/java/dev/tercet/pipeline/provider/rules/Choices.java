package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** Finds the values of an {@code enum} as words, whatever their case. */
final class Choices {
  private Choices() {}

  /** The first of the values that occurs, the longest where several begin at one place; or none. */
  static List<PropertyValue> find(String text, int start, int end, List<JsonNode> values) {
    String part = text.substring(start, end).toLowerCase(Locale.ROOT);
    if (part.length() != end - start) {
      return List.of();
    }
    PropertyValue best = null;
    for (JsonNode value : values) {
      if (value.isContainerNode() || value.isNull() || value.asText().isEmpty()) {
        continue;
      }
      String word = value.asText().toLowerCase(Locale.ROOT);
      int at = indexOf(part, word);
      if (at < 0 && (word.indexOf('_') >= 0 || word.indexOf('-') >= 0)) {
        at = indexOf(part, word.replace('_', ' ').replace('-', ' '));
      }
      if (at >= 0) {
        var reading = new PropertyValue(value, start + at, start + at + word.length(), null);
        best = best == null || isBefore(reading, best) ? reading : best;
      }
    }
    return best == null ? List.of() : List.of(best);
  }

  private static boolean isBefore(PropertyValue one, PropertyValue other) {
    return one.startChar() < other.startChar()
        || (one.startChar() == other.startChar() && one.endChar() > other.endChar());
  }

  private static int indexOf(String text, String word) {
    int at = text.indexOf(word);
    while (at >= 0) {
      if (isWhole(text, at, at + word.length())) {
        return at;
      }
      at = text.indexOf(word, at + 1);
    }
    return -1;
  }

  private static boolean isWhole(String text, int start, int end) {
    return Character.isIdeographic(text.charAt(start))
        || ((start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
            && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end))));
  }
}

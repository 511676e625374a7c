package dev.tercet.pipeline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tercet.saga.text.StorableText;
import java.util.Map;
import java.util.Optional;

/**
 * JSON that every store can keep: no NUL, no lone surrogate, no number beyond a double's range or
 * with more digits behind the point than Postgres's {@code numeric} has.
 */
public final class StorableJson {
  /** Postgres 18, table of numeric types: "up to 16383 digits after the decimal point". */
  private static final int MOST_SCALE = 16_383;

  private StorableJson() {}

  /** The same value with U+FFFD for every NUL and lone surrogate in strings and names. */
  public static JsonNode of(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode storable = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          storable.set(StorableText.of(field.getKey()), of(field.getValue()));
        }
        yield storable;
      }
      case ArrayNode array -> {
        ArrayNode storable = JsonNodeFactory.instance.arrayNode(array.size());
        for (JsonNode element : array) {
          storable.add(of(element));
        }
        yield storable;
      }
      case TextNode text -> TextNode.valueOf(StorableText.of(text.textValue()));
      case JsonNode other -> other;
    };
  }

  /**
   * The JSON pointer (RFC 6901) of the first number whose magnitude no double can hold, or whose
   * exponent is out of every bound, be it that of a zero; databases and readers choke on those.
   */
  public static Optional<String> unstorableNumber(JsonNode node) {
    return unstorableNumber(node, "");
  }

  private static Optional<String> unstorableNumber(JsonNode node, String pointer) {
    if (node.isNumber()) {
      return isStorable(node) ? Optional.empty() : Optional.of(pointer);
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        Optional<String> found = unstorableNumber(array.get(i), pointer + "/" + i);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Optional<String> found =
          unstorableNumber(field.getValue(), pointer + "/" + escaped(field.getKey()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean isStorable(JsonNode number) {
    return Math.abs((long) number.decimalValue().scale()) <= MOST_SCALE
        && Double.isFinite(number.doubleValue());
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}

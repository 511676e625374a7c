package dev.tercet.testkit.memory.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Refuses what Postgres' types {@code text} and {@code jsonb} refuse. */
public final class RefusedByPostgres {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RefusedByPostgres() {}

  /** The text itself, unless it has a NUL or a lone surrogate in it. */
  public static String text(String value) {
    for (int at = 0; at < value.length(); at++) {
      char unit = value.charAt(at);
      if (unit == 0) {
        throw new IllegalArgumentException("text has a NUL at character " + at);
      }
      if (Character.isHighSurrogate(unit)
          && at + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(unit)) {
        throw new IllegalArgumentException("text has a lone surrogate at character " + at);
      }
    }
    return value;
  }

  /** The value as JSON; two equal ones are equal as JSON. Escaped NULs are refused, too. */
  public static JsonNode json(String value) {
    try {
      JsonNode tree = JSON.readTree(text(value));
      if (tree.isMissingNode()) {
        throw new IllegalArgumentException("not JSON: it is empty");
      }
      check(tree);
      return tree;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void check(JsonNode node) {
    if (node.isTextual()) {
      text(node.textValue());
    }
    node.properties()
        .forEach(property -> {
          text(property.getKey());
          check(property.getValue());
        });
    if (node.isArray()) {
      node.forEach(RefusedByPostgres::check);
    }
  }
}

package dev.tercet.acceptance.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** Values of a JSON Schema as text: mostly valid, else at a bound or broken in one place. */
record SchemaValues(Random random) {
  private static final List<String> STRINGS =
      List.of(
          "a",
          "Invoice of 3 May 2024: please pay 1,250.00 EUR.",
          "",
          " ",
          "\t\n",
          "\u0000",
          "\u200b",
          "\ufeff",
          "\ud800",
          "\udc00x",
          "\u202eabc",
          "\u001b[2J",
          "😀👩‍🚀",
          "e\u0301".repeat(50),
          "猫".repeat(700),
          "x".repeat(2_049),
          "x".repeat(70_000),
          "../../etc/passwd",
          "' OR 1=1; --",
          "%00%zz",
          "\\",
          "\"",
          "2026-01-31T12:00:00Z",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59.999999999-18:00",
          "0000-00-00",
          "default",
          "10ms",
          "99999m",
          "CRITICAL",
          "null");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "1.5",
          "1000",
          "1001",
          "1000000",
          "1000001",
          "2147483648",
          "9223372036854775808",
          "-9223372036854775809",
          "1e5",
          "1E400",
          "1e-400",
          "1e-16384",
          "1e2147483648",
          "-0",
          "0.1e1",
          "9".repeat(300),
          "0." + "1".repeat(900));

  private static final List<String> OTHERS =
      List.of("null", "true", "[]", "{}", "[[[]]]", "{\"a\":{\"b\":[1,null]}}", "[1,\"a\",{}]");

  /** A value of the schema, of which about one place in {@code calm} is not what it should be. */
  String json(JsonNode schema, int calm) {
    JsonNode of = Operation.resolved(schema);
    if (random.nextInt(calm) == 0) {
      return any();
    }
    if (of.has("enum")) {
      return of.path("enum").get(random.nextInt(of.path("enum").size())).toString();
    }
    return switch (of.path("type").asText()) {
      case "object" -> object(of, calm);
      case "array" -> "[" + json(of.path("items"), calm) + "]";
      case "integer", "number" ->
          random.nextInt(3) == 0 ? one(NUMBERS) : "" + (1 + random.nextInt(50));
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "string" ->
          of.path("format").asText().equals("date-time") && random.nextBoolean()
              ? "\"2026-01-31T12:00:00Z\""
              : string();
      default -> any();
    };
  }

  /** Anything that is JSON. */
  String any() {
    return switch (random.nextInt(3)) {
      case 0 -> string();
      case 1 -> one(NUMBERS);
      default -> one(OTHERS);
    };
  }

  /** A text for a parameter of this schema. */
  String text(JsonNode schema) {
    JsonNode of = Operation.resolved(schema);
    if (of.has("enum") && random.nextInt(3) > 0) {
      return of.path("enum").get(random.nextInt(of.path("enum").size())).asText();
    }
    return of.path("type").asText().equals("integer") && random.nextInt(4) > 0
        ? (random.nextBoolean() ? "" + (1 + random.nextInt(1_000)) : one(NUMBERS))
        : one(STRINGS);
  }

  String string() {
    return JsonNodeFactory.instance.textNode(one(STRINGS)).toString();
  }

  private String object(JsonNode schema, int calm) {
    var required = new ArrayList<String>();
    schema.path("required").forEach(it -> required.add(it.asText()));
    var members = new StringJoiner(",", "{", "}");
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      boolean left = random.nextInt(required.contains(member.getKey()) ? calm * 2 : 2) == 0;
      if (!left) {
        members.add("\"" + member.getKey() + "\":" + json(member.getValue(), calm));
      }
      if (random.nextInt(calm * 4) == 0) {
        members.add("\"" + member.getKey() + "\":" + any());
      }
    }
    if (random.nextInt(calm * 2) == 0 || !schema.has("properties")) {
      members.add(string() + ":" + any());
    }
    return members.toString();
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}

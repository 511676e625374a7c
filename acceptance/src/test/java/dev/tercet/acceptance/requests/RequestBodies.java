package dev.tercet.acceptance.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** Makes bodies of requests: right ones, and broken ones. */
record RequestBodies(Random random, SchemaValues values) {
  static final String BOUNDARY = "xyz";

  private static final List<String> BROKEN_JSON =
      List.of(
          "",
          "{",
          "}",
          "[",
          "{\"source\":",
          "{'a':1}",
          "NaN",
          "{\"a\":NaN}",
          "{\"a\":01}",
          "{}{}",
          "// x\n{}",
          "{\"source\":\"a\",\"source\":\"b\",\"text\":\"c\"}",
          "[".repeat(5_000),
          "{\"a\":".repeat(3_000),
          "\ufeff{}",
          "{\"source\":\"\\ud800\",\"text\":\"x\"}",
          "\"\\u12\"",
          "{\"a\":1e999999999}");

  byte[] of(String type, JsonNode schema) {
    if (one(25)) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      return noise;
    }
    if (one(12)) {
      return utf8(values.one(BROKEN_JSON));
    }
    return switch (type) {
      case "application/x-ndjson" -> lines();
      case "multipart/form-data" -> form(schema);
      default -> utf8(values.json(schema, 12));
    };
  }

  private byte[] lines() {
    JsonNode line =
        Operation.resolved(
            JsonNodeFactory.instance
                .objectNode()
                .put("$ref", "#/components/schemas/ExtractionPost"));
    var lines = new StringJoiner(values.one(List.of("\n", "\r\n", "\n\n")), "", one(2) ? "\n" : "");
    for (int i = random.nextInt(4); i >= 0; i--) {
      lines.add(one(10) ? values.one(BROKEN_JSON).replace("\n", " ") : values.json(line, 12));
    }
    return utf8(lines.toString());
  }

  private byte[] form(JsonNode schema) {
    var out = new ByteArrayOutputStream();
    List<String> names = new ArrayList<>();
    for (String member : List.of("properties", "patternProperties")) {
      for (Map.Entry<String, JsonNode> part : schema.path(member).properties()) {
        names.add(part.getKey().replaceAll("[\\^$]", ""));
      }
    }
    names.removeIf(it -> !it.equals("file") && one(2));
    if (one(15)) {
      names.add(values.one(List.of("unknown", "", "file", "source", "\"", "a\u0000")));
    }
    for (String name : names) {
      String file =
          name.equals("file") && !one(10)
              ? "; filename=\""
                  + values.one(List.of("a.txt", "", "b.pdf", "c.docx", "../d.html", "ä.md"))
                  + "\""
              : "";
      out.writeBytes(
          utf8(
              "--"
                  + BOUNDARY
                  + "\r\nContent-Disposition: form-data; name=\""
                  + name
                  + "\""
                  + file
                  + "\r\n\r\n"));
      out.writeBytes(part(name));
      out.writeBytes(utf8("\r\n"));
    }
    out.writeBytes(utf8(one(20) ? "" : "--" + BOUNDARY + "--\r\n"));
    return out.toByteArray();
  }

  private byte[] part(String name) {
    return switch (name) {
      case "metadata" -> utf8(one(3) ? values.any() : "{\"a\":1}");
      case "queue" -> utf8(one(3) ? "odd" : "low");
      case "runAt" -> utf8(one(3) ? values.string() : "2026-01-31T12:00:00Z");
      default ->
          utf8(
              one(3)
                  ? "%PDF-1.7 nothing"
                  : one(3)
                      ? "<p>Mail a@example.org</p>"
                      : "Due on 2026-03-01. " + random.nextInt());
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }
}

package dev.tercet.acceptance.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Function;

/** Makes requests for the operations of the document: right ones, and wrong ones of every kind. */
final class RequestGenerator {
  private static final List<String> ODD_METHODS =
      List.of("PATCH", "TRACE", "OPTIONS", "HEAD", "PROPFIND", "get", "DELETE", "POST", "PUT");
  private static final List<String> ODD_TYPES =
      List.of(
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "application/json;;;",
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "nonsense",
          "*/*",
          "application/x-www-form-urlencoded");
  private static final List<String> ODD_SEGMENTS =
      List.of(
          "%",
          "%zz",
          "%00",
          "%2e%2e",
          "%2F",
          "%c0%af",
          "..",
          ".",
          "",
          "A",
          "-a",
          "x".repeat(64),
          "x".repeat(9_000),
          "%F0%9F%98%80",
          "%ED%A0%80",
          ";a=b",
          "a+b",
          "{project}");
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
  private static final String BOUNDARY = "xyz";

  private final Random random;
  private final SchemaValues values;
  private final Known known;

  /**
   * What is there to be asked for.
   *
   * @param host for the header
   * @param key that is accepted
   * @param doomed the one project that may be deleted, and its extractions
   * @param extractions of a project
   */
  record Known(
      String host,
      String key,
      List<String> projects,
      String doomed,
      Function<String, List<String>> extractions) {}

  /** A request as bytes, and the operation it was made for. */
  @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
  record Request(Operation operation, String method, String path, byte[] bytes, boolean cutOff) {
    boolean isRegular() {
      return method.equals(operation.method());
    }

    /** What a person needs to repeat it. */
    String shown() {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.length() > 3_000
          ? text.substring(0, 3_000) + "… (" + bytes.length + " bytes)"
          : text;
    }
  }

  RequestGenerator(Random random, Known known) {
    this.random = random;
    this.known = known;
    values = new SchemaValues(random);
  }

  Request next(Operation operation) {
    boolean deletesProject =
        operation.method().equals("DELETE") && operation.path().equals("/projects/{project}");
    String project = deletesProject || one(8) ? known.doomed() : values.one(known.projects());
    String method = one(25) ? values.one(ODD_METHODS) : operation.method();
    if (deletesProject || method.equals("DELETE")) {
      // Whatever is aimed at the others may be wrong, but never empties them.
      project = known.doomed();
    }
    String path = path(operation, project) + query(operation);
    return request(operation, method, path);
  }

  private String path(Operation operation, String project) {
    var path = new StringJoiner("/", "/", "");
    for (String segment : operation.path().substring(1).split("/", -1)) {
      path.add(
          switch (segment) {
            case "{project}" -> one(30) ? values.one(ODD_SEGMENTS) : project;
            case "{id}" -> one(15) ? values.one(ODD_SEGMENTS) : extraction(project);
            case "{name}" ->
                one(5)
                    ? values.one(ODD_SEGMENTS)
                    : values.one(List.of("critical", "default", "low"));
            default -> segment;
          });
    }
    return path.toString();
  }

  private String extraction(String project) {
    List<String> there = known.extractions().apply(project);
    return one(10) || there.isEmpty() ? "00000000-0000-4000-8000-000000000000" : values.one(there);
  }

  private String query(Operation operation) {
    List<String> pairs = new ArrayList<>();
    for (JsonNode parameter : operation.parametersIn("query")) {
      if (one(3)) {
        String name = parameter.path("name").asText();
        pairs.add(name + "=" + encoded(values.text(parameter.path("schema"))));
        if (one(20)) {
          pairs.add(name + "=again");
        }
      }
    }
    if (one(20)) {
      pairs.add(
          values.one(
              List.of(
                  "unknown=1", "=", "&&", "%zz=%zz", "a=%ff", "limit", "q=" + "x".repeat(9_000))));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private Request request(Operation operation, String method, String path) {
    String type =
        operation.bodies().isEmpty() ? "" : values.one(List.copyOf(operation.bodies().keySet()));
    byte[] body =
        type.isEmpty() && !one(30)
            ? new byte[0]
            : body(type, operation.bodies().getOrDefault(type, MissingNode.getInstance()));
    var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    head.append("Host: ").append(known.host()).append("\r\n");
    head.append(authorization());
    String sent =
        one(20)
            ? values.one(ODD_TYPES)
            : type.startsWith("multipart") ? type + "; boundary=" + BOUNDARY : type;
    if (!sent.isEmpty() && !one(30)) {
      head.append("Content-Type: ").append(sent).append("\r\n");
    }
    if (one(20)) {
      head.append(
          values.one(
              List.of(
                  "Accept: application/xml\r\n",
                  "Accept: ,;q=x\r\n",
                  "Expect: 100-continue\r\n",
                  "Idempotency-Key: \r\n",
                  "Idempotency-Key: " + "k".repeat(300) + "\r\n",
                  "X-Request-Id: a b \t\r\n",
                  "X-Request-Id: " + "r".repeat(500) + "\r\n",
                  "Cookie: " + "c".repeat(7_000) + "\r\n",
                  "Range: bytes=0-1\r\n")));
    }
    // Lines before a break are kept, and their answers lost: nothing could be said of them.
    boolean breaks = !type.equals("application/x-ndjson") && body.length > 0 && one(60);
    return new Request(operation, method, path, framed(head, body, breaks), breaks);
  }

  private String authorization() {
    return one(25)
        ? values.one(
            List.of(
                "",
                "Authorization: Bearer wrong\r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Basic " + known.key() + "\r\n",
                "Authorization: Bearer " + "k".repeat(2_000) + "\r\n"))
        : "Authorization: Bearer " + known.key() + "\r\n";
  }

  /** The body with its length told right, in chunks, or wrong. */
  private byte[] framed(StringBuilder head, byte[] body, boolean breaks) {
    var all = new ByteArrayOutputStream();
    boolean chunked = body.length > 0 && one(8);
    int told = breaks ? body.length + 10 : body.length;
    head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + told)
        .append("\r\n\r\n");
    all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (chunked) {
      int half = body.length / 2;
      for (byte[] chunk :
          List.of(Arrays.copyOf(body, half), Arrays.copyOfRange(body, half, body.length))) {
        if (chunk.length > 0) {
          all.writeBytes(
              (Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          all.writeBytes(chunk);
          all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
      all.writeBytes((breaks ? "zz\r\n" : "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    } else {
      all.writeBytes(body);
    }
    return all.toByteArray();
  }

  private byte[] body(String type, JsonNode schema) {
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }
}

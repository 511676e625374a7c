package dev.tercet.acceptance.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final Random random;
  private final SchemaValues values;
  private final RequestBodies bodies;
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
    bodies = new RequestBodies(random, values);
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
            : bodies.of(type, operation.bodies().getOrDefault(type, MissingNode.getInstance()));
    var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    head.append("Host: ").append(known.host()).append("\r\n");
    head.append(authorization());
    String sent =
        one(20)
            ? values.one(ODD_TYPES)
            : type.startsWith("multipart") ? type + "; boundary=" + RequestBodies.BOUNDARY : type;
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }
}

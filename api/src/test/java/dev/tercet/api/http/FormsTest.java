package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms as generated clients, browsers and others send them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FormsTest {
  private static final String PATH = "/projects/p/extractions";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeAll
  void aProject() {
    http.json("PUT", "/projects/p", "{}");
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void takesAFileWithoutANameAndFieldsWithTypesAndInAnyOrder() {
    HttpResponse<String> response =
        post(
            part("name=\"file\"", "Content-Type: text/plain\r\n", "Grüße"),
            part("name=\"metadata\"", "Content-Type: application/json\r\n", "{\"a\":1}"),
            part(
                "name=source",
                "Content-Type: text/plain; charset=UTF-8\r\nContent-Length: 7\r\n",
                "größe"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(Http.tree(response).get("source").asText()).isEqualTo("größe");
    assertThat(text(response)).isEqualTo("Grüße");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":     | malformed-json | /metadata",
        "[1]         | invalid-body   | /metadata",
        "''          | malformed-json | /metadata",
        "{\"a\":1e999999} | invalid-body | /metadata/a"
      })
  void saysThatTheMetadataAreWrong(String metadata, String code, String pointer) {
    HttpResponse<String> response =
        post(
            part("name=\"file\"; filename=\"a.txt\"", "", "x"),
            part("name=\"metadata\"", "", metadata));

    assertThat(Http.tree(response).path("code").asText()).as(response.body()).isEqualTo(code);
    assertThat(Http.tree(response).path("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void unpacksNoEndlessBytesBeforeTheFirstPart() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[1 << 20]);
    }
    var body = new ByteArrayOutputStream();
    for (int member = 0; member < 300; member++) {
      packed.writeTo(body);
    }
    HttpResponse<String> response =
        http.send(
            http.request(PATH)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .header("Content-Type", "multipart/form-data; boundary=B")
                .header("Content-Encoding", "gzip")
                .build());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
  }

  @Test
  void readsAFieldInTheEncodingThatItDeclares() {
    String form =
        part("name=\"file\"; filename=\"a.txt\"", "", "x")
            + part("name=\"source\"", "Content-Type: text/plain; charset=ISO-8859-1\r\n", "größe");
    HttpResponse<String> response = send(form + "--B--\r\n", StandardCharsets.ISO_8859_1);

    assertThat(Http.tree(response).path("source").asText()).isEqualTo("größe");
  }

  @Test
  void takesSeveralFilesAsSeveralDocumentsAndAnswersEach() {
    HttpResponse<String> response =
        post(
            part("name=\"file\"; filename=\"one.txt\"", "", "first"),
            part("name=\"file\"; filename=\"none.bin\"", "", "\u0000\u0001\u0002PK\u0003\u0004"),
            part("name=\"queue\"", "", "low"),
            part("name=\"file\"; filename=\"one.txt\"", "", "again"),
            part("name=\"file\"", "", "nameless"),
            part("name=\"file\"; filename=\"zwei.txt\"", "", "second"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/x-ndjson");
    List<JsonNode> lines = response.body().lines().map(Json::stored).toList();
    assertThat(lines).hasSize(5);
    assertThat(lines).extracting(it -> it.get("line").asInt()).containsExactly(1, 2, 3, 4, 5);
    assertThat(lines)
        .extracting(it -> it.at("/error/code").asText())
        .containsExactly("", "unreadable-document", "invalid-body", "invalid-body", "");
    assertThat(lines.get(4).get("source").asText()).isEqualTo("zwei.txt");
    String id = lines.get(0).get("id").asText();
    assertThat(http.get(PATH + "/" + id + "/text").body()).isEqualTo("first");
    assertThat(Http.tree(http.get(PATH + "/" + id)).get("queue").asText()).isEqualTo("low");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name="fil"                      | x             | /fil
          name="source"                   | again         | /source
          filename="a.txt"                | x             | ''
          name="metadata"                 | []            | /metadata
          name="metadata"                 | {"a":1e99999} | /metadata/a
          name="queue"                    | fast          | /queue
          name="runAt"                    | soon          | /runAt
          name="a/b~c"                    | x             | /a~1b~0c
          """)
  void refusesAPartThatMakesNoSenseByItsName(String disposition, String content, String pointer) {
    HttpResponse<String> response =
        post(
            part("name=\"file\"; filename=\"a.txt\"", "", "x"),
            part("name=\"source\"", "", "s"),
            part(disposition, "", content));

    assertProblem(
        response,
        422,
        pointer.contains("/a") && content.contains("1e9") ? "metadata-invalid" : "invalid-body",
        pointer);
    assertNothingIsLeft();
  }

  @Test
  void refusesFormsThatAreNone() {
    String file = part("name=\"file\"; filename=\"a.txt\"", "", "x");

    assertProblem(send("", StandardCharsets.UTF_8), 422, "invalid-body", "/file");
    assertProblem(send("--B--\r\n", StandardCharsets.UTF_8), 422, "invalid-body", "/file");
    assertProblem(send("no boundary at all", StandardCharsets.UTF_8), 422, "invalid-body", "/file");
    assertProblem(send(file, StandardCharsets.UTF_8), 400, "malformed-request", null);
    assertProblem(
        send(file.substring(0, 30), StandardCharsets.UTF_8), 400, "malformed-request", null);
    assertProblem(send(file + "--B-x\r\n", StandardCharsets.UTF_8), 400, "malformed-request", null);
    assertProblem(
        post("--B\r\nX: " + "y".repeat(10_000) + "\r\n\r\nx\r\n"), 400, "malformed-request", null);
    assertProblem(
        post(part("name=\"file\"", "Content-Transfer-Encoding: base64\r\n", "eA==")),
        422,
        "invalid-body",
        "/file");
    assertProblem(
        post(part("name=\"source\"", "Content-Type: text/plain; charset=klingon\r\n", "x")),
        422,
        "invalid-body",
        "/source");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary="})
  void refusesAFormWithoutABoundary(String type) {
    HttpResponse<String> response =
        http.send(
            http.request(PATH)
                .POST(BodyPublishers.ofString("--B--"))
                .header("Content-Type", type)
                .build());

    assertProblem(response, 400, "malformed-request", null);
  }

  @Test
  void refusesMoreFilesThanAFormMayHaveAndPartsWithoutEnd() {
    String many =
        IntStream.range(0, 5_000)
            .mapToObj(i -> part("name=\"file\"; filename=\"" + i + ".txt\"", "", "x"))
            .collect(Collectors.joining());

    assertProblem(post(many), 422, "invalid-body", "/file");
    assertThat(Http.tree(http.get(PATH + "?source=0.txt")).get("items")).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void takesWhatLooksLikeABoundaryButIsNone() {
    String tricky = "\r\n--\r\n--b\r\n-B\r\n--\u00c4B\r\n----";
    HttpResponse<String> response =
        post(
            part(
                "name=\"file\"; filename=\"t.txt\"",
                "Content-Type: text/plain\r\n",
                "a" + tricky + "z"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(text(response)).startsWith("a").endsWith("z").contains("--b");
  }

  private void assertNothingIsLeft() {
    assertThat(server.inFlight.free()).isEqualTo(96L << 20);
  }

  private String text(HttpResponse<String> response) {
    return http.get(response.headers().firstValue("Location").orElseThrow() + "/text").body();
  }

  private static String part(String disposition, String headers, String content) {
    return "--B\r\nContent-Disposition: form-data; %s\r\n%s\r\n%s\r\n"
        .formatted(disposition, headers, content);
  }

  private HttpResponse<String> post(String... parts) {
    return send(String.join("", parts) + "--B--\r\n", StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(String body, Charset encoding) {
    return http.send(
        http.request(PATH)
            .POST(BodyPublishers.ofByteArray(body.getBytes(encoding)))
            .header("Content-Type", "multipart/form-data; boundary=B")
            .build());
  }

  private static void assertProblem(
      HttpResponse<String> response, int status, String code, @Nullable String pointer) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(Http.tree(response).path("code").asText()).as(response.body()).isEqualTo(code);
    if (pointer != null) {
      assertThat(Http.tree(response).path("pointer").asText())
          .as(response.body())
          .isEqualTo(pointer);
    }
  }
}

package dev.tercet.api.http;

import static dev.tercet.api.http.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no client of good will sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ProtocolTest {
  private static final String PATH = "/projects/p/extractions";
  private static final String JSON = "Content-Type: application/json";
  private static final String DOCUMENT = "{\"source\":\"a\",\"text\":\"x\"}";

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

  static Stream<Arguments> requests() {
    String post = head("POST " + PATH, JSON);
    return Stream.of(
        Arguments.of("nonsense", "hello\r\n\r\n", 400),
        Arguments.of("no version", "GET /projects\r\n\r\n", 400),
        Arguments.of("HTTP/9.9", "GET /projects HTTP/9.9\r\n\r\n", 400),
        Arguments.of("long line", head("GET /projects?q=" + "a".repeat(20_000)) + "\r\n", 414),
        Arguments.of(
            "long header", head("GET /projects", "X-A: " + "a".repeat(40_000)) + "\r\n", 431),
        Arguments.of("a thousand headers", head("GET /projects", many(1_000)) + "\r\n", 200),
        Arguments.of("ten thousand headers", head("GET /projects", many(10_000)) + "\r\n", 431),
        Arguments.of(
            "a thousand parameters", head("GET /projects?" + "a=1&".repeat(1_000)) + "\r\n", 422),
        Arguments.of(
            "more parameters of one name",
            head("GET /projects?" + "a=1&".repeat(1_001)) + "\r\n",
            400),
        Arguments.of(
            "a boundary of nothing",
            head(
                    "GET /health/liveness",
                    "Content-Type: multipart/form-data; boundary=",
                    "Content-Length: 0")
                + "\r\n",
            400),
        Arguments.of(
            "no boundary",
            head("GET /health/liveness", "Content-Type: multipart/form-data", "Content-Length: 0")
                + "\r\n",
            200),
        Arguments.of("cut percent", head("GET /projects?limit=%") + "\r\n", 400),
        Arguments.of("wrong percent", head("GET /projects/%zz") + "\r\n", 400),
        Arguments.of("percent in a path", head("GET /projects/a%") + "\r\n", 400),
        Arguments.of("bytes that are no UTF-8", head("GET /projects/%ff%fe") + "\r\n", 404),
        Arguments.of("NUL in a path", head("GET /projects/a%00b") + "\r\n", 404),
        Arguments.of("space in a path", head("GET /projects/a b") + "\r\n", 400),
        Arguments.of("traversal", head("GET /../../etc/passwd") + "\r\n", 404),
        Arguments.of("encoded slash", head("GET /projects%2Fp") + "\r\n", 404),
        Arguments.of("double slash", head("GET //projects") + "\r\n", 404),
        Arguments.of("absolute form", head("GET http://localhost/projects") + "\r\n", 200),
        Arguments.of("asterisk", head("OPTIONS *") + "\r\n", 404),
        Arguments.of("authority form", head("CONNECT localhost:1") + "\r\n", 400),
        Arguments.of("TRACE", head("TRACE /projects") + "\r\n", 405),
        Arguments.of("OPTIONS", head("OPTIONS /projects") + "\r\n", 405),
        Arguments.of("own method", head("BREW /projects") + "\r\n", 405),
        Arguments.of(
            "two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + DOCUMENT, 400),
        Arguments.of("negative length", post + "Content-Length: -1\r\n\r\n", 400),
        Arguments.of("huge length", post + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        Arguments.of("length of words", post + "Content-Length: ten\r\n\r\n", 400),
        Arguments.of(
            "length and chunks",
            post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("unknown coding", post + "Transfer-Encoding: pigeon\r\n\r\n", 400),
        Arguments.of(
            "unknown coding with a body",
            post + "Transfer-Encoding: pigeon\r\n\r\n19\r\n" + DOCUMENT + "\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "packed chunks",
            post + "Transfer-Encoding: gzip, chunked\r\n\r\n19\r\n" + DOCUMENT + "\r\n0\r\n\r\n",
            400),
        Arguments.of("no length", post + "\r\n", 400),
        Arguments.of("wrong chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        Arguments.of("negative chunk", post + "Transfer-Encoding: chunked\r\n\r\n-5\r\n", 400),
        Arguments.of(
            "chunk extension of a megabyte",
            post + "Transfer-Encoding: chunked\r\n\r\n1;a=" + "b".repeat(1 << 20) + "\r\n",
            400),
        Arguments.of(
            "packed otherwise", post + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx", 415),
        Arguments.of(
            "not packed", post + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", 400),
        Arguments.of("HTTP/1.0", head("GET /projects").replace("1.1", "1.0") + "\r\n", 200),
        Arguments.of("bare LF", head("GET /projects").replace("\r", "") + "\n", 400),
        Arguments.of("no Host", "GET /health/liveness HTTP/1.1\r\n\r\n", 200),
        Arguments.of("folded header", head("GET /projects", "X-A: b\r\n c") + "\r\n", 200),
        Arguments.of("space before colon", "GET /projects HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        Arguments.of("Accept of nonsense", head("GET /projects", "Accept: ;;;/") + "\r\n", 200),
        Arguments.of(
            "type of nonsense",
            head("POST " + PATH, "Content-Type: ;;;/", "Content-Length: 2") + "\r\n{}",
            415),
        Arguments.of(
            "type without a body", head("POST " + PATH, "Content-Length: 0") + "\r\n", 415),
        Arguments.of(
            "charset that is none",
            head(
                    "POST " + PATH,
                    "Content-Type: application/json; charset=klingon",
                    "Content-Length: 25")
                + "\r\n"
                + DOCUMENT,
            202),
        Arguments.of(
            "upgrade",
            head(
                    "GET /projects",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")
                + "\r\n",
            200),
        Arguments.of("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400));
  }

  private static String[] many(int count) {
    return Stream.iterate(0, it -> it + 1)
        .limit(count)
        .map(it -> "X-" + it + ": y")
        .toArray(String[]::new);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void answersWithAProblemOfItsOwn(String name, String request, int status) throws IOException {
    try (var client = new RawClient(server.uri())) {
      RawClient.Answer answer = client.send(request).answer();

      assertThat(answer.status()).as(name + ": " + answer).isEqualTo(status);
      if (status >= 400) {
        assertThat(answer.head()).containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
      }
      assertThat(answer.head()).containsIgnoringCase("x-request-id: ");
      assertThat(answer.head() + answer.body())
          .doesNotContainIgnoringCase("micronaut")
          .doesNotContainIgnoringCase("netty")
          .doesNotContain("Exception", "java.", "Failed to convert", "Required argument");
    }
    assertThat(http.get("/projects").statusCode()).isEqualTo(200);
  }
}

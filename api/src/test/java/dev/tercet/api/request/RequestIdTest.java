package dev.tercet.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.tercet.api.Http;
import dev.tercet.api.LogWatch;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.LogFields;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestIdTest {
  private static final String LETTER =
      "{\"source\":\"s\",\"text\":\"Pay 5.00 EUR to Ada Lovelace.\"}";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeAll
  void aProject() {
    assertThat(http.json("PUT", "/projects/p", "{}").statusCode()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/liveness HTTP/1.1",
        "GET /openapi HTTP/1.1",
        "GET /projects HTTP/1.1",
        "GET /no/such/address HTTP/1.1",
        "DELETE /health/liveness HTTP/1.1",
        "TRACE /projects HTTP/1.1",
        "POST /projects/p/extractions HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999",
        "GET /a b c HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET ht!tp://[ HTTP/1.1",
        "POST /projects/p/extractions HTTP/1.1\r\nContent-Length: -5",
        "GET / HTTP/9.9"
      })
  void standsOnEveryAnswer(String request) throws IOException {
    assertThat(answer(request + "\r\nX-Request-Id: mine-1\r\n"))
        .matches("(?s)HTTP/.*")
        .containsPattern("(?i)\r\nx-request-id: [!-~]{1,128}\r\n");
  }

  @Test
  void standsOnAnAnswerToHeadersThatAreTooLarge() throws IOException {
    assertThat(answer("GET /projects HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n"))
        .containsPattern("(?i)\r\nx-request-id: [!-~]{1,128}\r\n");
  }

  @Test
  void isTheCallersWhenItIsSaneAndStandsInTheRefusal() {
    String sane = "!" + "z".repeat(127);
    HttpResponse<String> refused =
        http.send(http.request("/projects/none").header("X-Request-Id", sane).build());

    assertThat(refused.headers().allValues("X-Request-Id")).containsExactly(sane);
    assertThat(Http.tree(refused).path("requestId").asText()).isEqualTo(sane);
    assertThat(Http.tree(http.get("/no/such")).path("requestId").asText()).hasSize(36);
    assertThat(Http.tree(http.get("/projects?x=1")).path("requestId").asText()).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\tbed", "umläut", ""})
  void isDrawnInsteadOfWhatIsNotSane(String asked) throws IOException {
    assertThat(answer("GET /health/liveness HTTP/1.1\r\nX-Request-Id: " + asked + "\r\n"))
        .containsPattern("(?i)\r\nx-request-id: [0-9a-f-]{36}\r\n");
    assertThat(answer("GET /health/liveness HTTP/1.1\r\nX-Request-Id: " + "x".repeat(129) + "\r\n"))
        .containsPattern("(?i)\r\nx-request-id: [0-9a-f-]{36}\r\n");
  }

  @Test
  void isToldWithTheRequestsLineTheProjectAndTheExtraction() {
    try (var log = new LogWatch("dev.tercet", Level.DEBUG)) {
      HttpResponse<String> accepted =
          http.send(
              http.request("/projects/p/extractions")
                  .header("X-Request-Id", "told-1")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(LETTER))
                  .build());
      String id = Http.tree(accepted).path("id").asText();
      ILoggingEvent line =
          log.await(it -> isOf(it, "told-1") && it.getFormattedMessage().contains("202"));

      assertThat(line.getMDCPropertyMap())
          .containsEntry(LogFields.PROJECT, "p")
          .containsEntry(LogFields.EXTRACTION, id);

      server.stores().work();
      ILoggingEvent done = log.await(it -> it.getFormattedMessage().equals("done"));
      assertThat(done.getMDCPropertyMap())
          .containsEntry(LogFields.PROJECT, "p")
          .containsEntry(LogFields.EXTRACTION, id)
          .hasEntrySatisfying(LogFields.EPOCH, it -> assertThat(Long.parseLong(it)).isPositive());
    }
  }

  @Test
  void tellsARequestThatFailsHereUnderItsId() {
    server.breakStores(new IllegalStateException("unforeseen"));
    try (var log = new LogWatch("dev.tercet", Level.DEBUG)) {
      HttpResponse<String> failed =
          http.send(
              http.request("/projects/p/extractions").header("X-Request-Id", "bad-1").build());

      assertThat(failed.statusCode()).isEqualTo(500);
      ILoggingEvent error = log.await(it -> it.getLevel() == Level.ERROR);
      assertThat(error.getMDCPropertyMap())
          .containsEntry(LogFields.REQUEST, "bad-1")
          .containsEntry(LogFields.PROJECT, "p");
    } finally {
      server.breakStores(null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/liveness HTTP/1.1\r\nHost: x\r\nX-Req",
        "POST /projects/p/extractions HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Type: application/json\r\n"
            + "Content-Length: 500\r\n\r\n{\"source\"",
        "POST /projects/p/extractions HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Type: application/x-ndjson\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"sou",
        "POST /projects/p/extractions HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Type: "
            + "multipart/form-data; boundary=b\r\nContent-Length: 500\r\n\r\n--b\r\n"
      })
  void tellsAClientThatHangsUpInOneLineWithoutATrace(String begun) throws IOException {
    String key = "Authorization: Bearer " + ServerInMemory.KEY + "\r\nX-Request-Id: gone-1";
    boolean counts = begun.contains("%s");
    try (var log = new LogWatch("ROOT", Level.INFO)) {
      awaitRoomInTheLog(log);
      try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
        socket.setSoLinger(true, 0);
        OutputStream out = socket.getOutputStream();
        out.write(begun.formatted(key).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        if (counts) {
          assertThat(http.get("/health/liveness").statusCode()).isEqualTo(200);
        }
      }
      if (counts) {
        ILoggingEvent line =
            log.await(it -> isOf(it, "gone-1") && it.getFormattedMessage().contains("hung up"));
        assertThat(line.getThrowableProxy()).isNull();
      }
      assertThat(http.get("/health/liveness").statusCode()).isEqualTo(200);
      assertThat(log.events())
          .filteredOn(
              it -> it.getLevel().isGreaterOrEqual(Level.WARN) || it.getThrowableProxy() != null)
          .isEmpty();
    }
  }

  /** The lines of a second are bounded: other tests may have had those of this one. */
  private void awaitRoomInTheLog(LogWatch log) {
    for (int i = 0;
        log.events().stream().noneMatch(it -> it.getMessage().contains(" after "));
        i++) {
      http.send(http.request("/projects").header("X-Request-Id", "room-" + i).build());
    }
  }

  @Test
  void countsAndTellsRequestsWithoutAKnownKeyButNeverTheKey() throws IOException {
    double before = failures("unknown");
    try (var log = new LogWatch("dev.tercet", Level.INFO);
        var stranger = new Http(server.uri(), "a-strangers-own-key")) {
      for (int i = 0; i < 40; i++) {
        assertThat(stranger.get("/projects").statusCode()).isEqualTo(401);
      }
      assertThat(answer("GET /projects HTTP/1.1\r\n")).startsWith("HTTP/1.1 401");

      ILoggingEvent line = log.await(it -> it.getFormattedMessage().startsWith("unknown key"));
      assertThat(line.getFormattedMessage()).contains("127.0.0.1").contains("GET /projects");
      assertThat(line.getMDCPropertyMap()).containsKey(LogFields.REQUEST);
      assertThat(log.events())
          .noneMatch(it -> it.getFormattedMessage().contains("a-strangers-own-key"));
      assertThat(
              log.events().stream().filter(it -> it.getFormattedMessage().contains(" key, from")))
          .hasSizeLessThan(40);
    }
    assertThat(failures("unknown")).isEqualTo(before + 40);
    assertThat(failures("missing")).isPositive();
  }

  private double failures(String reason) {
    String name = "tercet_authentication_failures_total{reason=\"" + reason + "\"}";
    return http.get("/prometheus")
        .body()
        .lines()
        .filter(it -> it.startsWith(name))
        .mapToDouble(it -> Double.parseDouble(it.substring(name.length()).strip()))
        .sum();
  }

  private static boolean isOf(ILoggingEvent event, String id) {
    return id.equals(event.getMDCPropertyMap().get(LogFields.REQUEST));
  }

  /** What is answered to a request of our own bytes, up to the end of its headers. */
  private String answer(String request) throws IOException {
    try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      socket
          .getOutputStream()
          .write(
              (request + "\r\nHost: x\r\n\r\n")
                  .replace("\r\n\r\nHost", "\r\nHost")
                  .getBytes(StandardCharsets.UTF_8));
      var answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          break;
        }
        answer.append((char) next);
      }
      return answer.toString();
    }
  }
}

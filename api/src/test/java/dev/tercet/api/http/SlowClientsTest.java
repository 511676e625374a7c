package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SlowClientsTest {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String PATH = "/projects/p/extractions";

  private final ServerInMemory server =
      new ServerInMemory(
          Map.of(
              "TERCET_HTTP_HEADER_TIMEOUT", "1s",
              "TERCET_HTTP_RATE_WINDOW", "500ms",
              "TERCET_HTTP_IDLE_TIMEOUT", "8s"));
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
  void refusesHeadersThatDoNotEnd() throws IOException {
    try (var client = new RawClient(server.uri())) {
      client.send("GET /projects HTTP/1.1\r\n");
      client.drip("X-A: b\r\n", PAUSE);

      assertIsTimeout(client);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json\r\nContent-Length: 25165824",
        "Content-Type: application/json\r\nTransfer-Encoding: chunked",
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 25165824",
        "Content-Type: text/xml\r\nContent-Length: 25165824"
      })
  void refusesABodyThatComesTooSlowly(String headers) throws IOException {
    try (var client = new RawClient(server.uri())) {
      client.send(RawClient.head("POST " + PATH, headers) + "\r\n");
      if (headers.contains("text/xml")) {
        assertThat(client.answer().status()).isEqualTo(415);
        client.drip(" ", PAUSE);
        return;
      }
      client.drip(headers.contains("chunked") ? "1\r\n \r\n" : " ", PAUSE);

      assertIsTimeout(client);
    }
    assertNothingIsLeft();
  }

  @Test
  void endsLinesThatComeTooSlowlyInWordsAndKeepsThoseBefore() throws IOException {
    try (var client = new RawClient(server.uri())) {
      client.send(
          RawClient.head(
                  "POST " + PATH, "Content-Type: application/x-ndjson", "Content-Length: 25165824")
              + "\r\n{\"source\":\"kept\",\"text\":\"x\"}\n{\"sou");
      assertThat(client.head()).startsWith("HTTP/1.1 202");
      List<JsonNode> lines = lines(client);

      assertThat(lines).hasSize(2);
      assertThat(lines.get(0).hasNonNull("id")).isTrue();
      assertThat(lines.get(1).at("/line").asInt()).isEqualTo(3);
      assertThat(lines.get(1).at("/error/code").asText()).isEqualTo("request-timeout");
      assertThat(client.isHungUp()).isTrue();
    }
    assertNothingIsLeft();
  }

  @Test
  void letsAClientPauseBetweenTwoLinesAndEndsTheStreamOfOneThatIsGone() throws IOException {
    try (var client = new RawClient(server.uri())) {
      client.send(
          RawClient.head(
                  "POST " + PATH, "Content-Type: application/x-ndjson", "Content-Length: 25165824")
              + "\r\n{\"source\":\"one\",\"text\":\"x\"}\n");
      client.head();
      assertThat(client.readUntil("}\n\r\n")).contains("\"one\"");
      assertThat(client.hearsNothing(Duration.ofMillis(2_500))).as("in the pause").isTrue();
      client.send("{\"source\":\"two\",\"text\":\"x\"}\n");
      String rest = new String(client.in().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(rest).contains("\"two\"").contains("request-timeout");
    }
    assertNothingIsLeft();
  }

  @Test
  void closesAConnectionWithoutARequest() throws IOException {
    try (var client = new RawClient(server.uri());
        var silent = new RawClient(server.uri())) {
      client.send(RawClient.head("GET /projects") + "\r\n");
      assertThat(client.answer().status()).isEqualTo(200);

      assertThat(client.isHungUp()).isTrue();
      assertThat(silent.isHungUp()).isTrue();
    }
  }

  @Test
  void cutsOffWhoDoesNotReadItsAnswerAndHoldsNoneOfIt() throws IOException {
    String document = "{\"source\":\"large\",\"text\":\"" + "x".repeat(20 << 20) + "\"}";
    String location =
        http.json("POST", PATH, document).headers().firstValue("Location").orElseThrow();
    try (var client = new RawClient(server.uri())) {
      client.send(RawClient.head("GET " + location + "/text") + "\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200");
      await("the answer is on disk", () -> server.inFlight.spool().used() > 0);
      await("nothing of it is left", () -> server.inFlight.spool().used() == 0);

      assertThat(readable(client)).isLessThan(20 << 20);
    }
    assertThat(http.get(location + "/text").body()).hasSize(20 << 20);
    await("nothing is left", () -> server.inFlight.spool().used() == 0);
  }

  /** How many bytes of the answer's body still come. */
  private static long readable(RawClient client) {
    long count = 0;
    try (var body = new Chunks(client.in())) {
      for (int b = body.read(); b >= 0; b = body.read()) {
        count++;
      }
    } catch (IOException e) {
      assertThat(e).as("the server hung up").hasMessageNotContaining("timed out");
    }
    return count;
  }

  private static List<JsonNode> lines(RawClient client) throws IOException {
    var lines = new ArrayList<JsonNode>();
    String all = new String(new Chunks(client.in()).readAllBytes(), StandardCharsets.UTF_8);
    all.lines().forEach(it -> lines.add(Json.stored(it)));
    return lines;
  }

  private void assertNothingIsLeft() {
    await("memory is given back", () -> server.inFlight.free() == 96L << 20);
  }

  private static void await(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void assertIsTimeout(RawClient client) throws IOException {
    RawClient.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.head()).containsIgnoringCase("application/problem+json");
    assertThat(answer.head()).containsIgnoringCase("connection: close");
    assertThat(answer.json().path("code").asText()).isEqualTo("request-timeout");
    assertThat(client.isHungUp()).isTrue();
  }
}

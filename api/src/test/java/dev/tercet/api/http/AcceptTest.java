package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.intake.Body;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptTest {
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

  @Test
  void answersANewDocumentWithItsAddressAndTheSaga() {
    HttpResponse<String> response = post("{\"source\":\"new\",\"text\":\"x\",\"queue\":\"low\"}");
    JsonNode extraction = Http.tree(response);

    assertThat(response.statusCode()).isEqualTo(202);
    String location = response.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/projects/p/extractions/" + extraction.get("id").asText());
    assertThat(Http.tree(http.get(location)).get("id")).isEqualTo(extraction.get("id"));
    assertThat(extraction.get("project").asText()).isEqualTo("p");
    assertThat(extraction.get("source").asText()).isEqualTo("new");
    assertThat(extraction.get("generation").asInt()).isEqualTo(1);
    assertThat(extraction.get("queue").asText()).isEqualTo("low");
    assertThat(extraction.get("stage").asText()).isEqualTo("accepted");
    assertThat(extraction.get("maxAttempts").asInt()).isEqualTo(5);
    assertThat(extraction.get("passages").toString())
        .isEqualTo("{\"total\":0,\"extracted\":0,\"embedded\":0}");
    assertThat(extraction.has("doneAt")).isFalse();
    assertThat(extraction.has("error")).isFalse();
  }

  @Test
  void answersTheSameDocumentAgainWithTheOneThatExists() {
    String body = "{\"source\":\"twice\",\"text\":\"x\",\"metadata\":{\"b\":1,\"a\":2}}";
    HttpResponse<String> first = post(body);
    HttpResponse<String> second =
        post("{\"metadata\":{\"a\":2,\"b\":1},\"text\":\"x\",\"source\":\"twice\"}");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(Http.tree(second).get("id")).isEqualTo(Http.tree(first).get("id"));
    assertThat(Http.tree(post(body.replace("\"x\"", "\"y\""))).get("generation").asInt())
        .isEqualTo(2);
  }

  @Test
  void honoursAnIdempotencyKey() {
    String body = "{\"source\":\"key\",\"text\":\"x\"}";
    HttpResponse<String> first = post("k1", body);
    post("{\"source\":\"key\",\"text\":\"newer\"}");
    HttpResponse<String> again = post("k1", body);
    HttpResponse<String> reused = post("k1", body + " ");

    assertThat(Http.tree(again).get("id")).isEqualTo(Http.tree(first).get("id"));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(reused.statusCode()).isEqualTo(422);
    assertThat(Http.tree(reused).get("code").asText()).isEqualTo("idempotency-key-reused");
    assertThat(post("k".repeat(256), body).statusCode()).isEqualTo(422);
  }

  @Test
  void replacesWhatNoStoreCanKeepAndKeepsOffsets() {
    HttpResponse<String> response =
        post("{\"source\":\"nul\",\"text\":\"a\\u0000b\\ud800c\\ud83d\\ude00d\"}");

    String location = response.headers().firstValue("Location").orElseThrow();
    assertThat(http.get(location + "/text").body()).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00d");
  }

  @Test
  void refusesABodyOverTheLimitByItsAnnouncedLength() {
    byte[] body = new byte[Body.DOCUMENT_LIMIT + 1];
    Arrays.fill(body, (byte) ' ');

    HttpResponse<String> response = http.send(document(BodyPublishers.ofByteArray(body)));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(Http.tree(response).get("code").asText()).isEqualTo("too-large");
    assertThat(server.inFlight.free()).isEqualTo(96L << 20);
  }

  @Test
  void refusesABodyOverTheLimitThatAnnouncesNoLength() {
    byte[] body = new byte[Body.DOCUMENT_LIMIT + 1];
    Arrays.fill(body, (byte) ' ');

    HttpResponse<String> response =
        http.send(document(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(server.inFlight.free()).isEqualTo(96L << 20);
  }

  @Test
  void takesABodyThatJustFits() {
    String frame = "{\"source\":\"large\",\"text\":\"%s\"}";
    String body = frame.formatted("x".repeat(Body.DOCUMENT_LIMIT - frame.length() + 2));
    assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSize(Body.DOCUMENT_LIMIT);

    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(server.inFlight.free()).isEqualTo(96L << 20);
  }

  @Test
  void refusesWhatDoesNotFitIntoMemoryAtTheMoment() {
    try (var all = server.inFlight.none()) {
      assertThat(all.tryGrowTo(96L << 20)).isTrue();
      HttpResponse<String> response = post("{\"source\":\"busy\",\"text\":\"x\"}");

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(post("{\"source\":\"busy\",\"text\":\"x\"}").statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> post(String body) {
    return http.json("POST", "/projects/p/extractions", body);
  }

  private HttpResponse<String> post(String key, String body) {
    return http.send(
        http.request("/projects/p/extractions")
            .POST(BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .build());
  }

  private HttpRequest document(HttpRequest.BodyPublisher body) {
    return http.request("/projects/p/extractions")
        .POST(body)
        .header("Content-Type", "application/json")
        .build();
  }
}

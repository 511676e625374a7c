package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BacklogFullTest {
  private static final String EXTRACTIONS = "/projects/letters/extractions";

  private final ServerInMemory server = new ServerInMemory(Map.of("TERCET_HTTP_MAX_BACKLOG", "3"));
  private final Http http = new Http(server.uri());

  @BeforeEach
  void haveAProject() {
    http.json("PUT", "/projects/letters", "{}");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private static String document(int number) {
    return "{\"source\":\"letter %d\",\"text\":\"Due on 2026-03-01.\"}".formatted(number);
  }

  private HttpResponse<String> post(int number) {
    return http.json("POST", EXTRACTIONS, document(number));
  }

  private HttpResponse<String> lines(int from, int to) {
    List<String> lines = IntStream.range(from, to).mapToObj(BacklogFullTest::document).toList();
    return http.lines(EXTRACTIONS, BodyPublishers.ofString(String.join("\n", lines)));
  }

  private static void isRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    JsonNode problem = Http.tree(answer);
    assertThat(problem.path("code").asText()).isEqualTo("backlog-full");
    assertThat(answer.headers().firstValue("Retry-After"))
        .contains(problem.path("retryAfter").asText());
    assertThat(problem.path("retryAfter").asInt()).isBetween(1, 300);
  }

  @Test
  void refusesWhateverComesUntilThereIsRoom() {
    for (int n = 0; n < 3; n++) {
      assertThat(post(n).statusCode()).isEqualTo(202);
    }
    isRefused(post(3));
    isRefused(post(0));
    isRefused(lines(3, 5));
    String form =
        """
        --b
        Content-Disposition: form-data; name="file"; filename="a.txt"

        words
        --b--
        """
            .replace("\n", "\r\n");
    isRefused(
        http.send(
            http.request(EXTRACTIONS)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(form))
                .build()));
    assertThat(Http.tree(http.get(EXTRACTIONS)).path("items")).hasSize(3);

    server.stores().work();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    HttpResponse<String> answer = post(3);
    while (answer.statusCode() == 429 && System.nanoTime() < deadline) {
      answer = post(3);
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void takesAsManyLinesAsThereIsRoomForAndSaysWhichNot() {
    assertThat(post(0).statusCode()).isEqualTo(202);

    HttpResponse<String> answer = lines(1, 9);

    assertThat(answer.statusCode()).isEqualTo(202);
    List<JsonNode> said = answer.body().lines().map(Json::stored).toList();
    assertThat(said).hasSize(8);
    assertThat(said).filteredOn(it -> it.has("id")).hasSizeBetween(1, 2);
    assertThat(said)
        .filteredOn(it -> !it.has("id"))
        .hasSizeBetween(6, 7)
        .allSatisfy(it -> {
          assertThat(it.at("/error/code").asText()).isEqualTo("backlog-full");
          assertThat(it.at("/error/status").asInt()).isEqualTo(429);
          assertThat(it.at("/error/retryAfter").asInt()).isPositive();
        });
  }
}

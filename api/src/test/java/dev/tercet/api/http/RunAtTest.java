package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that name the time before which nothing is done for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunAtTest {
  private static final String PATH = "/projects/later/extractions";
  private static final String THEN = "2999-01-01T00:00:00Z";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeAll
  void aProject() {
    http.json("PUT", "/projects/later", "{}");
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void waitsForItsTimeHoweverItIsPosted() {
    JsonNode one = Http.tree(json("one", THEN));
    String line = post("application/x-ndjson", body("line", THEN) + "\n").body();
    HttpResponse<String> file =
        post(
            "multipart/form-data; boundary=B",
            """
            --B
            Content-Disposition: form-data; name="runAt"

            2999-01-01T02:00:00+02:00
            --B
            Content-Disposition: form-data; name="file"; filename="file"

            words of it
            --B--
            """
                .replace("\n", "\r\n"));
    server.stores().work();

    List<String> ids =
        List.of(
            one.path("id").asText(),
            Json.stored(line).path("id").asText(),
            Http.tree(file).path("id").asText());
    assertThat(ids)
        .allSatisfy(id -> {
          JsonNode extraction = extraction(id);
          assertThat(extraction.path("status").asText())
              .as(extraction.toString())
              .isEqualTo("pending");
          assertThat(extraction.path("nextAttemptAt").asText()).isEqualTo(THEN);
        });
  }

  @Test
  void keepsTheFirstTimeOfADocumentThatComesAgain() {
    JsonNode first = Http.tree(json("again", THEN));
    HttpResponse<String> again = json("again", "2998-01-01T00:00:00Z");
    HttpResponse<String> atOnce =
        http.json("POST", PATH, "{\"source\":\"again\",\"text\":\"words of again\"}");
    server.stores().work();

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(atOnce.statusCode()).isEqualTo(200);
    assertThat(Http.tree(again).path("id").asText()).isEqualTo(first.path("id").asText());
    assertThat(extraction(first.path("id").asText()).path("nextAttemptAt").asText())
        .isEqualTo(THEN);
  }

  @Test
  void aNewerVersionReplacesWhatWaitsForItsTime() {
    String first = Http.tree(json("replaced", THEN)).path("id").asText();
    HttpResponse<String> newer =
        http.json("POST", PATH, "{\"source\":\"replaced\",\"text\":\"other words\"}");
    server.stores().work();

    assertThat(extraction(first).path("status").asText()).isEqualTo("superseded");
    assertThat(extraction(Http.tree(newer).path("id").asText()).path("status").asText())
        .isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "1969-12-31T23:00:00Z"})
  void refusesATimeThatIsNone(String time) {
    HttpResponse<String> refused = json("refused", time);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(Http.tree(refused).path("pointer").asText()).isEqualTo("/runAt");
    assertThat(http.get(PATH + "?source=refused").body()).doesNotContain("\"id\"");
  }

  private static String body(String source, String runAt) {
    return "{\"source\":\"%s\",\"text\":\"words of %s\",\"runAt\":\"%s\"}"
        .formatted(source, source, runAt);
  }

  private HttpResponse<String> json(String source, String runAt) {
    return http.json("POST", PATH, body(source, runAt));
  }

  private HttpResponse<String> post(String type, String body) {
    return http.send(
        http.request(PATH)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode extraction(String id) {
    return Http.tree(http.get(PATH + "/" + id));
  }
}

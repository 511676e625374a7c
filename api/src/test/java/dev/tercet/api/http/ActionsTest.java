package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionsTest {
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
  void cancelsOnceWhatIsNotFinished() {
    String path = postForLater("cancel");

    HttpResponse<String> first = post(path + "/cancel");
    HttpResponse<String> second = post(path + "/cancel");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(Http.tree(first).get("status").asText()).isEqualTo("cancelled");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(Http.tree(second).get("code").asText()).isEqualTo("status-forbids");
  }

  @Test
  void retriesNowWhatWaits() {
    String path = postForLater("retry");

    HttpResponse<String> response = post(path + "/retry");
    JsonNode extraction = Http.tree(http.get(path));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(extraction.get("status").asText()).isIn("pending", "queued");
    server.stores().work();
    assertThat(Http.tree(http.get(path)).get("status").asText()).isEqualTo("done");
    assertThat(post(path + "/retry").statusCode()).isEqualTo(409);
  }

  @Test
  void deletesAtOnceForReadersAndKeepsTheHistory() {
    String path = postForLater("delete");

    HttpResponse<String> response = http.json("DELETE", path, "");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(http.get(path).statusCode()).isEqualTo(404);
    assertThat(http.get(path + "/text").statusCode()).isEqualTo(404);
    assertThat(http.get(path + "/passages").statusCode()).isEqualTo(404);
    assertThat(http.json("DELETE", path, "").statusCode()).isEqualTo(404);
    assertThat(post(path + "/cancel").statusCode()).isEqualTo(404);
    assertThat(http.get(path + "/history").statusCode()).isEqualTo(200);
  }

  @Test
  void deletesAProjectWithEverythingInIt() {
    http.json("PUT", "/projects/doomed", "{}");
    HttpResponse<String> one =
        http.json("POST", "/projects/doomed/extractions", "{\"source\":\"a\",\"text\":\"b\"}");
    String path = one.headers().firstValue("Location").orElseThrow();

    HttpResponse<String> deleted = http.json("DELETE", "/projects/doomed", "");

    assertThat(deleted.statusCode()).isEqualTo(202);
    assertThat(http.get("/projects/doomed").statusCode()).isEqualTo(404);
    assertThat(http.get(path).statusCode()).isEqualTo(404);
    assertThat(http.json("DELETE", "/projects/never", "").statusCode()).isEqualTo(404);
    assertThat(http.json("PUT", "/projects/doomed", "{}").statusCode()).isEqualTo(201);
  }

  @Test
  void deletingAProjectAgainMeansTheSameOneUnlessALivingOneBearsItsName() {
    http.json("PUT", "/projects/again", "{}");
    String first = Http.tree(http.json("DELETE", "/projects/again", "")).path("id").asText();

    HttpResponse<String> repeated = http.json("DELETE", "/projects/again", "");

    assertThat(repeated.statusCode()).isEqualTo(202);
    assertThat(Http.tree(repeated).path("id").asText()).isEqualTo(first);
    HttpResponse<String> reborn = http.json("PUT", "/projects/again", "{}");
    String second = Http.tree(reborn).path("id").asText();
    assertThat(http.json("DELETE", "/projects/again?id=" + first, "").statusCode()).isEqualTo(202);
    assertThat(http.get("/projects/again").statusCode()).isEqualTo(200);
    HttpResponse<String> living = http.json("DELETE", "/projects/again", "");
    assertThat(Http.tree(living).path("id").asText()).isEqualTo(second).isNotEqualTo(first);
    assertThat(http.get("/projects/again").statusCode()).isEqualTo(404);
    assertThat(http.json("DELETE", "/projects/other?id=" + first, "").statusCode()).isEqualTo(404);
    assertThat(http.json("DELETE", "/projects/again?id=1", "").statusCode()).isEqualTo(404);
  }

  @Test
  void changesAProjectsSchemaAndItsVersion() {
    http.json("PUT", "/projects/changing", "{\"schema\":{\"type\":\"object\"}}");
    HttpResponse<String> same =
        http.json("PUT", "/projects/changing", "{\"schema\":{\"type\":\"object\"}}");
    HttpResponse<String> other =
        http.json("PUT", "/projects/changing", "{\"schema\":{\"required\":[\"a\"]}}");

    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(Http.tree(same).get("version").asInt()).isEqualTo(1);
    assertThat(Http.tree(other).get("version").asInt()).isEqualTo(2);
    assertThat(Http.tree(other).get("schema").toString()).isEqualTo("{\"required\":[\"a\"]}");
  }

  private String postForLater(String source) {
    return http.json(
            "POST",
            "/projects/p/extractions",
            "{\"source\":\"%s\",\"text\":\"Write to a@example.org\",\"runAt\":\"2999-01-01T00:00:00Z\"}"
                .formatted(source))
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private HttpResponse<String> post(String path) {
    return http.send(http.request(path).POST(BodyPublishers.noBody()).build());
  }
}

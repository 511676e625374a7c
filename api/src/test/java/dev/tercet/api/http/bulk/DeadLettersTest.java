package dev.tercet.api.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {
  private final LetterScene scene = new LetterScene();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void showsWhatHasFailedByCauseWithExamples() {
    for (int n = 0; n < 6; n++) {
      scene.failed("a", "letter " + n, LetterScene.REFUSED);
    }
    String card = scene.failed("b", "a card", LetterScene.TIMEOUT);

    JsonNode items = scene.get("/dead-letters?code=provider-timeout").path("items");
    assertThat(items).hasSize(1);
    JsonNode group = items.get(0);
    assertThat(group.path("project").asText()).isEqualTo("b");
    assertThat(group.path("class").asText()).isEqualTo("transient");
    assertThat(group.path("stage").asText()).isEqualTo("accepted");
    assertThat(group.path("count").asInt()).isEqualTo(1);
    assertThat(group.path("more").asBoolean(true)).isFalse();
    assertThat(group.has("firstAt") && group.has("lastAt")).isTrue();
    JsonNode letter = group.at("/examples/0");
    assertThat(letter.path("id").asText()).isEqualTo(card);
    assertThat(letter.path("source").asText()).isEqualTo("a card");
    assertThat(letter.path("message").asText()).isEqualTo("no answer");
    assertThat(letter.path("attempts").asInt()).isEqualTo(1);
    assertThat(letter.path("version").asText()).isEqualTo("test");
    assertThat(scene.http.get(letter.path("input").asText()).body())
        .isEqualTo("Due on 2026-03-01.");
    assertThat(scene.http.get(letter.path("history").asText()).statusCode()).isEqualTo(200);

    JsonNode ofProject = scene.get("/dead-letters?project=a").at("/items/0");
    assertThat(ofProject.path("count").asInt()).isEqualTo(6);
    assertThat(ofProject.path("examples")).hasSize(5);
    assertThat(scene.get("/dead-letters?class=poison").path("items")).isEmpty();
  }

  @Test
  void goesFromPageToPage() {
    for (String project : List.of("a", "b", "c")) {
      scene.failed(project, "a letter", LetterScene.REFUSED);
    }

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = scene.get("/dead-letters?limit=1" + cursor);
      page.path("items").forEach(it -> seen.add(it.path("project").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());

    assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void redrivesOneAndRefusesWhatHasNotFailed() {
    String id = scene.failed("a", "a letter", LetterScene.REFUSED);
    assertThat(scene.get("/dead-letters/" + id).path("exchanges").isArray()).isTrue();

    HttpResponse<String> first = scene.post("/dead-letters/" + id + "/redrive", "");
    HttpResponse<String> second = scene.post("/dead-letters/" + id + "/redrive", "");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(Http.tree(first).path("id").asText()).isEqualTo(id);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(Http.tree(second).path("code").asText()).isEqualTo("status-forbids");
    assertThat(scene.http.get("/dead-letters/" + id).statusCode()).isEqualTo(404);
    scene.server.stores().work();
    assertThat(scene.status("a", id)).isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "00000000-0000-0000-0000-000000000000", "redrive"})
  void knowsNoOthers(String id) {
    assertThat(scene.http.get("/dead-letters/" + id).statusCode()).isEqualTo(404);
    assertThat(scene.post("/dead-letters/" + id + "/redrive", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "?limit=0, 422",
    "?class=odd, 422",
    "?cursor=x, 422",
    "?other=1, 422",
    "?project=never, 404"
  })
  void refusesWhatNoListCanShow(String query, int status) {
    assertThat(scene.http.get("/dead-letters" + query).statusCode()).isEqualTo(status);
  }
}

package dev.tercet.api.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkRunsTest {
  private static final String RUNS = "/dead-letters/redrive";

  private final LetterScene scene = new LetterScene();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void previewsByCauseAndThenRedrivesExactlyThat() {
    String letter = scene.failed("a", "a letter", LetterScene.REFUSED);
    String card = scene.failed("a", "a card", LetterScene.TIMEOUT);
    String other = scene.failed("b", "a letter", LetterScene.REFUSED);
    String filter = "\"filter\":{\"project\":\"a\"}";

    HttpResponse<String> preview = scene.post(RUNS, "{" + filter + ",\"dryRun\":true}");
    assertThat(preview.statusCode()).isEqualTo(200);
    assertThat(Http.tree(preview).path("matched").asInt()).isEqualTo(2);
    assertThat(Http.tree(preview).path("causes")).hasSize(2);
    assertThat(scene.status("a", letter)).isEqualTo("failed");

    HttpResponse<String> begun = scene.post(RUNS, "{" + filter + "}");
    assertThat(begun.statusCode()).isEqualTo(202);
    String address = begun.headers().firstValue("Location").orElseThrow();
    assertThat(scene.get(address)).isEqualTo(Http.tree(begun));
    assertThat(Http.tree(begun).path("rate").asInt()).isEqualTo(50);
    scene.server.stores().work();

    JsonNode run = scene.get(address);
    assertThat(run.path("state").asText()).isEqualTo("finished");
    assertThat(run.path("action").asText()).isEqualTo("redrive");
    assertThat(run.path("matched").asInt()).isEqualTo(2);
    assertThat(run.path("done").asInt()).isEqualTo(2);
    assertThat(run.has("finishedAt")).isTrue();
    assertThat(scene.status("a", letter)).isEqualTo("pending");
    assertThat(scene.status("a", card)).isEqualTo("pending");
    assertThat(scene.status("b", other)).isEqualTo("failed");
    assertThat(scene.http.get("/projects/a/extractions/" + letter + "/history").body())
        .contains("redriven by bulk run " + run.path("id").asText());
  }

  @Test
  void discardsWithAReason() {
    String letter = scene.failed("a", "a letter", LetterScene.REFUSED);

    HttpResponse<String> begun =
        scene.post(
            RUNS,
            "{\"action\":\"discard\",\"reason\":\"spam\",\"filter\":{\"code\":\"content-refused\"}}");
    scene.server.stores().work();

    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(scene.http.get("/projects/a/extractions/" + letter).statusCode()).isEqualTo(404);
    assertThat(scene.http.get("/projects/a/extractions/" + letter + "/history").body())
        .contains("discarded by bulk run ", ": spam");
  }

  @Test
  void worksOnAProjectAndShowsTheRunThereOnly() {
    String waiting = scene.posted("a", "a letter");
    scene.posted("b", "a letter");

    HttpResponse<String> preview =
        scene.post(
            "/projects/a/bulk",
            "{\"action\":\"cancel\",\"dryRun\":true,\"filter\":{\"source\":\"a letter\"}}");
    assertThat(Http.tree(preview).path("matched").asInt()).isEqualTo(1);
    HttpResponse<String> begun =
        scene.post(
            "/projects/a/bulk", "{\"action\":\"cancel\",\"filter\":{\"source\":\"a letter\"}}");
    scene.server.stores().work();

    String address = begun.headers().firstValue("Location").orElseThrow();
    String id = Http.tree(begun).path("id").asText();
    assertThat(address).isEqualTo("/projects/a/bulk/" + id);
    assertThat(scene.get(address).path("done").asInt()).isEqualTo(1);
    assertThat(scene.get(address).path("project").asText()).isEqualTo("a");
    assertThat(scene.status("a", waiting)).isEqualTo("cancelled");
    assertThat(scene.http.get("/projects/b/bulk/" + id).statusCode()).isEqualTo(404);
    assertThat(scene.http.get(RUNS + "/" + id).statusCode()).isEqualTo(404);
    assertThat(scene.http.get(RUNS + "/nonsense").statusCode()).isEqualTo(404);
  }

  @Test
  void abortsARunWhichChangesNothingMore() {
    String letter = scene.failed("a", "a letter", LetterScene.REFUSED);
    HttpResponse<String> begun = scene.post(RUNS, "{\"filter\":{\"project\":\"a\"},\"rate\":1}");
    String address = begun.headers().firstValue("Location").orElseThrow();

    HttpResponse<String> aborted = scene.http.json("DELETE", address, "");
    scene.server.stores().work();

    assertThat(aborted.statusCode()).isEqualTo(202);
    assertThat(Http.tree(aborted).path("state").asText()).isEqualTo("aborted");
    assertThat(scene.get(address).path("done").asInt()).isZero();
    assertThat(scene.status("a", letter)).isEqualTo("failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|invalid-body|/filter",
        "{\"filter\":{}}|invalid-body|/filter",
        "{\"filter\":{\"colour\":\"red\"}}|invalid-body|/filter/colour",
        "{\"filter\":{\"code\":\"x\"},\"rate\":0}|invalid-body|/rate",
        "{\"filter\":{\"code\":\"x\"},\"rate\":10001}|invalid-body|/rate",
        "{\"filter\":{\"code\":\"x\"},\"colour\":1}|invalid-body|/colour",
        "{\"filter\":{\"code\":\"x\"},\"action\":\"discard\"}|invalid-body|/reason",
        "{\"filter\":{\"code\":\"x\"},\"reason\":\"why\"}|invalid-body|/reason",
        "{\"filter\":{\"before\":\"yesterday\"}}|invalid-body|/filter/before",
        "{\"filter\":{\"after\":\"+99999-01-01T00:00:00Z\"}}|invalid-body|/filter/after"
      })
  void refusesWhatItCannotMeanOfDeadLetters(String body, String code, String pointer) {
    refuses(scene.post(RUNS, body), code, pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"action\":\"retry\",\"filter\":{}}|invalid-body|/filter",
        "{\"action\":\"again\",\"filter\":{\"status\":\"failed\"}}|invalid-body|/filter/status",
        "{\"action\":\"redrive\",\"filter\":{\"code\":\"x\"}}|invalid-body|/action",
        "{\"action\":\"cancel\",\"filter\":{\"status\":\"done\"}}|invalid-body|/filter/status",
        "{\"action\":\"retry\",\"filter\":{\"stale\":true}}|invalid-body|/filter/stale",
        "{\"action\":\"delete\",\"filter\":{\"stale\":true}}|invalid-body|/filter/stale",
        "{\"action\":\"delete\",\"filter\":{\"stale\":false}}|invalid-body|/filter/stale",
        "{\"action\":\"retry\",\"filter\":{\"ids\":[]}}|invalid-body|/filter/ids",
        "{\"action\":\"retry\",\"filter\":{\"ids\":[\"x\"]}}|invalid-body|/filter/ids/0",
        "{\"action\":\"retry\",\"filter\":{\"source\":\"a\\u0000\"}}|invalid-body|/filter/source"
      })
  void refusesWhatItCannotMeanOfAProject(String body, String code, String pointer) {
    scene.posted("a", "a letter");
    refuses(scene.post("/projects/a/bulk", body), code, pointer);
  }

  private static void refuses(HttpResponse<String> refusal, String code, String pointer) {
    assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(422);
    assertThat(Http.tree(refusal).path("code").asText()).isEqualTo(code);
    assertThat(Http.tree(refusal).path("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void knowsNoRunOfAnUnknownProject() {
    assertThat(scene.post(RUNS, "{\"filter\":{\"project\":\"never\"}}").statusCode())
        .isEqualTo(404);
    assertThat(
            scene
                .post("/projects/never/bulk", "{\"action\":\"retry\",\"filter\":{\"code\":\"x\"}}")
                .statusCode())
        .isEqualTo(404);
  }
}

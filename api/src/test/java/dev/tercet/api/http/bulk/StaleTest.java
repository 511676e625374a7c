package dev.tercet.api.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was made with another schema, prompt or model than the project would use now. */
class StaleTest {
  private static final String STALE = "/projects/a/extractions?stale=true";
  private static final String ANOTHER = "{\"schema\":{\"type\":\"object\",\"title\":\"another\"}}";

  private final LetterScene scene = new LetterScene();

  @AfterEach
  void stop() {
    scene.close();
  }

  private List<String> stale(String address) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : scene.get(address).path("items")) {
      ids.add(item.path("id").asText());
    }
    return ids;
  }

  private int counted(String filter) {
    String body = "{\"action\":\"again\",\"dryRun\":true,\"filter\":%s}".formatted(filter);
    return Http.tree(scene.post("/projects/a/bulk", body)).path("matched").asInt(-1);
  }

  @Test
  void isFoundAfterTheSchemaHasChangedAndNotBefore() {
    String letter = scene.posted("a", "a letter");
    scene.server.stores().work();
    assertThat(scene.status("a", letter)).isEqualTo("done");
    assertThat(stale(STALE)).isEmpty();
    assertThat(counted("{\"stale\":true}")).isZero();

    scene.http.json("PUT", "/projects/a", ANOTHER);
    assertThat(stale(STALE)).containsExactly(letter);
    assertThat(stale(STALE + "&status=done&source=a+letter")).containsExactly(letter);
    assertThat(stale(STALE + "&source=another")).isEmpty();
    assertThat(stale("/projects/a/extractions?stale=false")).containsExactly(letter);
    assertThat(counted("{\"stale\":true}")).isEqualTo(1);
    assertThat(counted("{\"stale\":true,\"source\":\"another\"}")).isZero();

    String body = "{\"source\":\"a letter\",\"text\":\"Due on 2026-03-01.\"}";
    scene.post("/projects/a/extractions", body);
    scene.server.stores().work();
    assertThat(scene.status("a", letter)).isEqualTo("superseded");
    assertThat(stale(STALE)).isEmpty();
  }

  @Test
  void isMadeAgainAndFoundByAnIdenticalPost() {
    String old = scene.posted("a", "a letter");
    scene.server.stores().work();
    scene.http.json("PUT", "/projects/a", ANOTHER);
    String other = "{\"source\":\"a new letter\",\"text\":\"Due on 2026-03-01.\"}";
    scene.post("/projects/a/extractions", other);
    scene.server.stores().work();
    String run = "{\"action\":\"again\",%s\"filter\":{\"stale\":true}}";

    JsonNode preview = Http.tree(scene.post("/projects/a/bulk", run.formatted("\"dryRun\":true,")));
    assertThat(preview.path("matched").asInt()).isEqualTo(1);
    assertThat(preview.at("/sample/documents").asInt()).isEqualTo(1);
    assertThat(preview.at("/sample/calls").asInt()).isZero();
    assertThat(preview.at("/sample/answered").asInt()).as("by the new letter").isEqualTo(1);

    String address =
        scene
            .post("/projects/a/bulk", run.formatted(""))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    scene.server.stores().work();
    assertThat(scene.get(address).path("action").asText()).isEqualTo("again");
    assertThat(scene.get(address).path("done").asInt()).isEqualTo(1);
    assertThat(scene.status("a", old)).isEqualTo("done");
    assertThat(scene.get("/projects/a/extractions?source=a+new+letter").path("items")).hasSize(1);
    JsonNode versions = scene.get("/projects/a/extractions?source=a+letter").path("items");
    assertThat(versions).hasSize(2);
    assertThat(versions.path(0).path("status").asText()).isEqualTo("pending");
    String body = "{\"source\":\"a letter\",\"text\":\"Due on 2026-03-01.\"}";
    assertThat(Http.tree(scene.post("/projects/a/extractions", body)).path("id"))
        .isEqualTo(versions.path(0).path("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&status=failed", "&q=words"})
  void isNotAskedForWithWhatItCannotBe(String more) {
    scene.posted("a", "a letter");
    var refusal = scene.http.get(STALE + more);
    assertThat(refusal.statusCode()).isEqualTo(422);
    assertThat(Http.tree(refusal).path("pointer").asText()).isEqualTo("?stale");
  }

  @Test
  void isTrueOrFalse() {
    scene.posted("a", "a letter");
    assertThat(scene.http.get("/projects/a/extractions?stale=yes").statusCode()).isEqualTo(422);
  }
}

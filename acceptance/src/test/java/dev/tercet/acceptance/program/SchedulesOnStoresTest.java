package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recurring work is done by the running program, and told. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchedulesOnStoresTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Tercet tercet;
  private final Api api;

  SchedulesOnStoresTest(@TempDir Path data) throws IOException {
    tercet = Tercet.serve(data, Map.of("TERCET_EMBEDDING_PROVIDER", "hash"));
    api = tercet.api();
  }

  @AfterAll
  void stop() {
    tercet.close();
  }

  private JsonNode done(String name, String action, boolean ofProject) throws Exception {
    String project = ofProject ? ",\"project\":\"letters\"" : "";
    String body =
        "{\"cron\":\"0 0 1 1 *\",\"zone\":\"UTC\",\"action\":\"%s\"%s}".formatted(action, project);
    assertThat(api.put("/schedules/" + name, body).status()).isEqualTo(201);
    String next = api.get("/schedules/" + name).json().path("nextAt").asText();
    assertThat(api.post("/schedules/" + name + "/run", "").status()).isEqualTo(202);
    api.await(
        name + " is done",
        LONG,
        () ->
            api.get("/schedules/" + name).json().at("/last/outcome").asText().equals("succeeded"));
    JsonNode schedule = api.get("/schedules/" + name).json();
    assertThat(schedule.path("nextAt").asText()).isEqualTo(next);
    return schedule.path("last");
  }

  @Test
  void eachActIsDoneOnceItIsDue() throws Exception {
    assertThat(api.put("/projects/letters", "{}").status()).isEqualTo(201);

    String bulk = done("again", "retry", true).path("run").asText();
    assertThat(api.get("/projects/letters/bulk/" + bulk).json().path("action").asText())
        .isEqualTo("retry");

    String run = done("agreed", "reconcile", true).path("run").asText();
    assertThat(api.get("/reconciler").text()).contains(run);

    assertThat(done("old", "purge", false).has("seconds")).isTrue();
    assertThat(api.get("/schedules").json().path("items")).hasSize(3);
  }
}

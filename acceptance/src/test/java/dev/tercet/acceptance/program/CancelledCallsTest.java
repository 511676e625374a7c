package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A call that is under way is hung up when nobody wants its answer any more. Heartbeats are minutes
 * apart here, so that none of them can be what noticed it.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelledCallsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SilentEndpoint endpoint = new SilentEndpoint();
  private final Tercet tercet;
  private final Api api;

  CancelledCallsTest(@TempDir Path data) throws IOException {
    tercet =
        Tercet.asking(
            endpoint.address(),
            data,
            Map.of("TERCET_LLM_TIMEOUT", "10m", "TERCET_WORKER_LEASE", "10m"));
    api = tercet.api();
  }

  @AfterAll
  void stop() throws IOException {
    tercet.close();
    endpoint.close();
  }

  private List<JsonNode> asked(String project, int documents) throws Exception {
    assertThat(api.put("/projects/" + project, "{}").status()).isEqualTo(201);
    int before = endpoint.taken();
    List<JsonNode> posted =
        api.postLines(
            project,
            IntStream.range(0, documents)
                .mapToObj(
                    it -> document("letter " + it, "Ada wrote letter " + it + " of " + project))
                .toList());
    api.await("asked", LONG, () -> endpoint.taken() == before + documents);
    return posted;
  }

  @Test
  void cancellingHangsUpThatCallAndNoOther() throws Exception {
    List<JsonNode> posted = asked("cancelled", 2);
    String cancelled = extractions("cancelled") + "/" + posted.getFirst().path("id").asText();
    int taken = endpoint.taken();

    assertThat(api.post(cancelled + "/cancel", "").status()).isEqualTo(202);
    api.await("hung up", LONG, () -> endpoint.waiting() == 1);
    assertThat(endpoint.taken()).as("nobody asks again").isEqualTo(taken);
    assertThat(api.get("/providers").json().at("/items/0/state").asText())
        .as("that says nothing of the provider")
        .isEqualTo("open");
    JsonNode shown = api.get(cancelled).json();
    assertThat(shown.path("status").asText()).isEqualTo("cancelled");
    api.await(
        "it may have been paid, and counts",
        LONG,
        () -> api.get(cancelled).json().at("/usage/calls").asInt() == 1);
    assertThat(api.counts("cancelled").path("processing").asInt()).isEqualTo(1);

    String other = extractions("cancelled") + "/" + posted.getLast().path("id").asText();
    assertThat(api.delete(other).status()).isEqualTo(202);
    api.await("hung up", LONG, () -> endpoint.waiting() == 0);
  }

  @Test
  void deletingAProjectHangsUpItsCalls() throws Exception {
    asked("deleted", 3);
    int taken = endpoint.taken();

    assertThat(api.delete("/projects/deleted").status()).isEqualTo(202);
    api.await("hung up", LONG, () -> endpoint.waiting() == 0);
    assertThat(endpoint.taken()).as("nobody asks again").isEqualTo(taken);
    assertThat(api.get("/providers").json().at("/items/0/state").asText())
        .as("that says nothing of the provider")
        .isEqualTo("open");
  }
}

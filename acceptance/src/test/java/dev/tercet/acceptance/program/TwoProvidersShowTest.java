package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two providers, one of which is dead: the other one's documents are done as fast as before. Each
 * has eight calls at once, and an answer takes a quarter of a second.
 */
@Tag("alone")
@Tag("slow")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoProvidersShowTest {
  private static final int DOCUMENTS = 320;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration THINKING = Duration.ofMillis(250);

  private final ModelEndpoint living = new ModelEndpoint();
  private final ModelEndpoint mortal = new ModelEndpoint();
  private final Tercet tercet;
  private final Api api;

  TwoProvidersShowTest(@TempDir Path data) throws IOException {
    tercet =
        Tercet.serve(
            data,
            Map.ofEntries(
                Map.entry("TERCET_LLM_PROVIDER", "openai"),
                Map.entry("TERCET_LLM_BASE_URL", living.address().toString()),
                Map.entry("TERCET_LLM_MODEL", "stand-in"),
                Map.entry("TERCET_LLM_CONCURRENCY", "8"),
                Map.entry("TERCET_LLM_CONCURRENCY_MAX", "8"),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_TYPE", "openai"),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_BASE_URL", mortal.address().toString()),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_MODEL", "stand-in"),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_API_KEY", "not-a-key"),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_TIMEOUT", "20s"),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_CONCURRENCY", "8"),
                Map.entry("TERCET_LLM_PROVIDERS_MORTAL_CONCURRENCY_MAX", "8"),
                Map.entry("TERCET_EMBEDDING_PROVIDER", "hash")));
    api = tercet.api();
    living.answerAfter(THINKING);
    mortal.answerAfter(THINKING);
  }

  @AfterAll
  void stop() {
    tercet.close();
    living.close();
    mortal.close();
  }

  @Test
  void aDeadProviderTakesLessThanATwentiethOfTheOthersThroughput() throws Exception {
    run("warm-up");
    double both = run("both-live");

    mortal.answer(500, "{\"error\":\"not-a-key is dead\"}");
    double refusing = run("refusing");
    assertThat(state("mortal").path("state").asText()).isEqualTo("broken");
    assertThat(state("mortal").path("reason").asText()).doesNotContain("not-a-key");
    assertThat(state("openai").path("state").asText()).isEqualTo("open");
    assertThat(done("refusing-mortal")).isZero();

    mortal.answerAfter(THINKING);
    api.post("/providers/mortal/resume", "");
    api.awaitDone("refusing-mortal", DOCUMENTS, LONG);
    mortal.answerAfter(LONG);
    double silent = run("silent");
    assertThat(done("silent-mortal")).isZero();

    System.out.printf(
        "documents a second of the living provider: both live %.1f, other refuses %.1f, other silent %.1f%n",
        both, refusing, silent);
    assertThat(refusing).isGreaterThan(0.95 * both);
    assertThat(silent).isGreaterThan(0.95 * both);
    assertThat(tercet.told()).doesNotContain("not-a-key");
  }

  /** Documents a second of the living provider, while as many were posted before for the other. */
  private double run(String name) throws Exception {
    post(name + "-mortal", "{\"options\":{\"model\":\"mortal/stand-in\"}}");
    int before = living.calls();
    post(name, "{}");
    long begin = System.nanoTime();
    api.awaitDone(name, DOCUMENTS, LONG);
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(living.calls() - before).isEqualTo(DOCUMENTS);
    return DOCUMENTS / seconds;
  }

  private void post(String project, String body) throws Exception {
    assertThat(api.put("/projects/" + project, body).status()).isEqualTo(201);
    api.postLines(
        project,
        IntStream.range(0, DOCUMENTS)
            .mapToObj(it -> document("letter " + it, project + " wrote letter number " + it))
            .toList());
  }

  private int done(String project) throws Exception {
    return api.get("/projects/" + project).json().at("/counts/done").asInt();
  }

  private JsonNode state(String provider) throws Exception {
    for (JsonNode item : api.get("/providers").json().path("items")) {
      if (item.path("name").asText().equals(provider)) {
        return item;
      }
    }
    throw new AssertionError("no provider " + provider);
  }
}

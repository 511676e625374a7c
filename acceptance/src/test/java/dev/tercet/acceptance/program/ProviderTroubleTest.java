package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model's endpoint in trouble costs no document an attempt, and next to no calls. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderTroubleTest {
  private static final int DOCUMENTS = 40;
  private static final int AT_ONCE = 8;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ModelEndpoint endpoint = new ModelEndpoint();
  private final Tercet tercet;
  private final Api api;

  ProviderTroubleTest(@TempDir Path data) throws IOException {
    tercet =
        Tercet.asking(
            endpoint.address(), data, Map.of("TERCET_LLM_CONCURRENCY", Integer.toString(AT_ONCE)));
    api = tercet.api();
  }

  @AfterAll
  void stop() {
    tercet.close();
    endpoint.close();
  }

  private JsonNode provider() throws Exception {
    return api.get("/providers").json().path("items").path(0);
  }

  private List<JsonNode> post(String project) throws Exception {
    assertThat(api.put("/projects/" + project, "{}").status()).isEqualTo(201);
    return api.postLines(
        project,
        IntStream.range(0, DOCUMENTS)
            .mapToObj(it -> document("letter " + it, project + " wrote letter number " + it))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wrong-key    | 401 | no such key: not-a-key
          broken       | 200 | <html><body>busy</body></html>
          out-of-money | 200 | {"error":{"code":402,"message":"no credit"}}
          """)
  void documentsWaitForItsEndAndAreDoneSoonAfterIt(String state, int status, String body)
      throws Exception {
    endpoint.answer(status, body);
    post(state);
    api.await("in trouble", LONG, () -> provider().path("state").asText().equals(state));
    JsonNode trouble = provider();
    assertThat(trouble.path("name").asText()).isEqualTo("openai");
    assertThat(trouble.path("reason").asText()).isNotEmpty().doesNotContain("not-a-key");
    assertThat(trouble.has("since") && trouble.has("nextTryAt")).isTrue();
    assertThat(api.get("/health/readiness").text())
        .contains(state)
        .as("it is open to everybody")
        .doesNotContain(trouble.path("reason").asText());

    api.await(
        "somebody has seen that it goes on",
        LONG,
        () -> endpoint.troubled() > AT_ONCE + 1 || tries(trouble) > 1);
    api.await("put off", LONG, () -> waiting(state).has("error"));
    JsonNode waiting = waiting(state);
    assertThat(waiting.path("attempts").asInt()).isZero();
    assertThat(waiting.path("error").path("class").asText()).isEqualTo("transient");
    assertThat(endpoint.troubled()).isLessThanOrEqualTo(AT_ONCE + 5);

    endpoint.answerWell();
    long end = System.nanoTime();
    api.awaitDone(state, DOCUMENTS, LONG);
    assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(20));
    assertThat(provider().path("state").asText()).isEqualTo("open");
    assertThat(counts(state).path("failed").asInt()).isZero();
  }

  /** How often the time of the next try has moved on. */
  private int tries(JsonNode trouble) throws Exception {
    return provider().path("nextTryAt").asText().equals(trouble.path("nextTryAt").asText()) ? 0 : 2;
  }

  /** One that was put off; absent while there is none. */
  private JsonNode waiting(String project) throws Exception {
    JsonNode items =
        api.get(extractions(project) + "?status=pending&limit=100").json().path("items");
    for (JsonNode item : items) {
      if (item.has("error")) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode counts(String project) throws Exception {
    return api.get("/projects/" + project).json().path("counts");
  }

  @Test
  void aPersonsWordEndsALongRestAtOnce() throws Exception {
    endpoint.answer(
        429,
        "{\"error\":{\"details\":[{\"retryDelay\":\"21600s\"}],\"message\":\"enough for today\"}}");
    post("limited");
    api.await("limited", LONG, () -> provider().path("state").asText().equals("limited"));
    assertThat(provider().path("until").asText()).isGreaterThan(provider().path("since").asText());
    api.await(
        "put off",
        LONG,
        () -> counts("limited").path("processing").asInt() == 0 && waiting("limited").has("error"));
    assertThat(waiting("limited").has("nextAttemptAt")).isTrue();
    assertThat(waiting("limited").at("/error/code").asText()).isEqualTo("provider-rate-limited");

    endpoint.answerWell();
    Api.Answer resumed = api.post("/providers/openai/resume", "");
    assertThat(resumed.status()).as(resumed.text()).isEqualTo(200);
    assertThat(resumed.json().path("state").asText()).isEqualTo("open");
    api.awaitDone("limited", DOCUMENTS, Duration.ofSeconds(20));
    assertThat(api.post("/providers/nobody/resume", "").status()).isEqualTo(404);
  }
}

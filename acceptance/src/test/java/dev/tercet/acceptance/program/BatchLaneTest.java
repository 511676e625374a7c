package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.testkit.AnthropicBatchEndpoint;
import dev.tercet.testkit.BatchEndpoint;
import dev.tercet.testkit.OpenAiBatchEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passages go through batches of the provider, and each is paid for once, whoever dies. */
@Timeout(600)
class BatchLaneTest {
  private static final int PASSAGES = Integer.getInteger("tercet.batch.passages", 500);

  private static final String CALLS =
      "SELECT count(*) FROM model_call WHERE verdict::text = 'valid' AND calls = 1";

  private static final String IN_BATCHES =
      "SELECT count(*) FROM model_call WHERE calls = 1 AND price_version = 'test (batch)'";

  /** By which one of the stand-in's answers costs 0.002, and half of that in a batch. */
  private static final String PRICES =
      """
      {"version": "test", "currency": "USD", "prices": [
        {"model": "stand-in", "since": "2024-01-01", "input": "1.00", "output": "10.00"}]}
      """;

  private static final String BATCH_OPTIONS = "{\"options\":{\"lane\":\"batch\"}}";

  private static BatchEndpoint endpoint(String provider) throws Exception {
    return provider.equals("openai")
        ? new OpenAiBatchEndpoint(InstantSource.system())
        : new AnthropicBatchEndpoint(InstantSource.system());
  }

  private static Tercet start(String provider, BatchEndpoint endpoint, Path data) throws Exception {
    return Tercet.asking(
        provider,
        endpoint.address(),
        data,
        Map.of(
            "TERCET_PASSAGE_MAX_CHARACTERS", "100",
            "TERCET_PRICES",
                Files.writeString(data.resolveSibling("prices.json"), PRICES).toString(),
            "TERCET_BATCH_INTERVAL", "1s"));
  }

  private static String text(int passages) {
    return IntStream.range(0, passages)
        .mapToObj(it ->
            "Paragraph number %d speaks of thing%d, and then it says at length nothing else."
                .formatted(it, it))
        .collect(Collectors.joining("\n\n"));
  }

  private static JsonNode waited(Api api, JsonNode posted) throws Exception {
    String address = extractions("letters") + "/" + posted.path("id").asText() + "?wait=60s";
    JsonNode seen = posted;
    for (int i = 0; i < 5 && !seen.path("status").asText().matches("done|failed"); i++) {
      seen = api.get(address).json();
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void aBatchWhoseSenderIsKilledIsFoundAgainAndPaidForOnce(String provider, @TempDir Path folder)
      throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (var endpoint = endpoint(provider)) {
      endpoint.takeMutely();
      JsonNode posted;
      try (Tercet first = start(provider, endpoint, data)) {
        Api api = first.api();
        assertThat(api.put("/projects/letters", BATCH_OPTIONS).status()).isEqualTo(201);
        posted = api.post(extractions("letters"), document("a", text(PASSAGES))).json();
        endpoint.awaitTaken();
        first.kill();
      }
      try (Tercet second = start(provider, endpoint, data)) {
        JsonNode done = waited(second.api(), posted);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("done");
        assertThat(done.at("/passages/embedded").asInt()).isEqualTo(PASSAGES);
        assertThat(done.at("/usage/calls").asInt()).isEqualTo(PASSAGES);
        assertThat(endpoint.batches()).isEqualTo(1);
        assertThat(endpoint.paid()).hasSize(PASSAGES).doesNotHaveDuplicates();
        assertThat(endpoint.asked()).isEmpty();
        assertThat(RunningStores.of(data).count(CALLS)).isEqualTo(PASSAGES);
        JsonNode batches = second.api().get("/providers/batches").json().path("items");
        assertThat(batches).hasSize(1);
        assertThat(batches.at("/0/state").asText()).isEqualTo("completed");
        assertThat(batches.at("/0/answered").asInt()).isEqualTo(PASSAGES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void whatABatchDoesNotAnswerIsAskedDirectlyAndWithoutBatchesEverythingIs(
      String provider, @TempDir Path folder) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (var endpoint = endpoint(provider);
        Tercet tercet = start(provider, endpoint, data)) {
      Api api = tercet.api();
      assertThat(api.put("/projects/letters", BATCH_OPTIONS).status()).isEqualTo(201);
      endpoint.expireAfter(6);
      JsonNode half = waited(api, api.post(extractions("letters"), document("a", text(10))).json());
      assertThat(half.path("status").asText()).as(half.toString()).isEqualTo("done");
      assertThat(endpoint.paid()).hasSize(6).doesNotContainAnyElementsOf(endpoint.asked());
      assertThat(endpoint.asked()).hasSize(4).doesNotHaveDuplicates();
      JsonNode spent = api.get("/spend?by=model").json().at("/items/0");
      assertThat(spent.at("/costs/0/amount").asText())
          .as("6 x 0.001 + 4 x 0.002")
          .isEqualTo("0.014");
      assertThat(spent.path("unpricedCalls").asInt()).isZero();
      assertThat(RunningStores.of(data).count(IN_BATCHES)).isEqualTo(6);

      endpoint.haveNoBatches();
      String other = text(3).replace("thing", "matter");
      JsonNode direct = waited(api, api.post(extractions("letters"), document("b", other)).json());
      assertThat(direct.path("status").asText()).as(direct.toString()).isEqualTo("done");
      assertThat(endpoint.asked()).hasSize(7);
      assertThat(api.get("/providers/batches").json().at("/items/0/state").asText())
          .isEqualTo("unsupported");
    }
  }
}

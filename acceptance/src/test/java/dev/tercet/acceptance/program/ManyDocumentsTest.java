package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five thousand documents in one request, and the same request again. */
class ManyDocumentsTest {
  private static final int DOCUMENTS = 5_000;
  private static final Map<String, String> LOAD =
      Map.of("TERCET_LLM_PROVIDER", "echo", "TERCET_EMBEDDING_PROVIDER", "hash");

  private static final List<String> LINES =
      IntStream.range(0, DOCUMENTS)
          .mapToObj(
              n -> document("source-" + n, "Letter " + n + " of 3 May 2024.\n\nIt has two parts."))
          .toList();

  @Test
  void endDoneInAllThreeStoresAndRunOnce(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, LOAD)) {
      Api api = tercet.api();
      assertThat(api.put("/projects/many", "{}").status()).isEqualTo(201);

      List<JsonNode> accepted = api.postLinesAgain("many", LINES);
      assertThat(accepted).hasSize(DOCUMENTS).allMatch(it -> it.hasNonNull("id"));
      api.awaitDone("many", DOCUMENTS, Duration.ofSeconds(90));

      Map<String, JsonNode> before = api.all("many");
      long passages =
          before.values().stream()
              .mapToLong(it -> it.path("passages").path("total").asLong())
              .sum();
      var stores = RunningStores.of(data);
      assertThat(before).hasSize(DOCUMENTS);
      assertThat(passages).isGreaterThanOrEqualTo(DOCUMENTS);
      assertThat(stores.points()).isEqualTo(passages);
      api.await("no message is left", Duration.ofSeconds(60), () -> stores.messages() == 0);

      List<JsonNode> again = api.postLinesAgain("many", LINES);
      assertThat(again).extracting(it -> it.path("id")).isEqualTo(ids(accepted));
      assertThat(again).allMatch(it -> it.path("status").asText().equals("done"));
      assertThat(api.all("many")).isEqualTo(before);
      assertThat(stores.points()).isEqualTo(passages);
      api.await("no message is left", Duration.ofSeconds(60), () -> stores.messages() == 0);
    }
  }

  private static List<JsonNode> ids(List<JsonNode> lines) {
    return lines.stream().map(it -> it.path("id")).toList();
  }
}

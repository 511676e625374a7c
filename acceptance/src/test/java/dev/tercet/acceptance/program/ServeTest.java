package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, being killed, and going on. */
class ServeTest {
  private static final int DOCUMENTS = 300;
  private static final Map<String, String> SLOW =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_LLM_ECHO_LATENCY", "150ms",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_WORKER_CONCURRENCY", "16");

  private static final List<String> LINES =
      IntStream.range(0, DOCUMENTS)
          .mapToObj(n -> document("source-" + n, "Letter number " + n + "."))
          .toList();

  @Test
  void extractsADocumentByRulesAndStopsOnSigterm(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, Map.of("TERCET_EMBEDDING_PROVIDER", "hash"))) {
      Api api = tercet.api();
      assertThat(api.get("/health/readiness").status()).isEqualTo(200);
      assertThat(api.put("/projects/letters", "{}").status()).isEqualTo(201);

      String text = "😀 Invoice of 3 May 2024: please pay 1,250.00 EUR to Ada Lovelace.";
      Api.Answer accepted = api.post(extractions("letters"), document("letter-1", text));
      assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
      api.awaitDone("letters", 1, Duration.ofSeconds(30));

      String path = extractions("letters") + "/" + accepted.json().path("id").asText();
      JsonNode facts = api.get(path + "/passages").json().path("items").path(0).path("facts");
      assertThat(facts).isNotEmpty();
      int[] characters = text.codePoints().toArray();
      for (JsonNode fact : facts) {
        int start = fact.path("start").asInt();
        assertThat(new String(characters, start, fact.path("end").asInt() - start))
            .isEqualTo(fact.path("quote").asText());
      }

      assertThat(tercet.stop(Duration.ofSeconds(10))).isZero();
      assertThat(data.resolve("stores.json")).doesNotExist();
    }
  }

  @Test
  void goesOnWithTheSameDocumentsAfterAKill(@TempDir Path data) throws Exception {
    List<JsonNode> accepted;
    try (Tercet tercet = Tercet.serve(data, SLOW)) {
      Api api = tercet.api();
      assertThat(api.put("/projects/letters", "{}").status()).isEqualTo(201);
      accepted = api.postLines("letters", LINES);
      api.awaitDone("letters", DOCUMENTS / 10, Duration.ofSeconds(30));
      tercet.kill();
    }
    assertThat(accepted).hasSize(DOCUMENTS).allMatch(it -> it.hasNonNull("id"));

    try (Tercet tercet = Tercet.serve(data, SLOW)) {
      Api api = tercet.api();
      api.awaitDone("letters", DOCUMENTS, Duration.ofSeconds(60));

      assertAllAreThere(api, accepted);
      var stores = RunningStores.of(data);
      assertThat(stores.points()).isEqualTo(DOCUMENTS);
      api.await("no message is left", Duration.ofSeconds(60), () -> stores.messages() == 0);
      assertThat(tercet.stop(Duration.ofSeconds(10))).isZero();
    }
    assertThat(Files.exists(data.resolve("stores.json"))).isFalse();
  }

  @Test
  void startsItsStoresAgainWhenTheyAreKilledAndGoesOn(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, SLOW)) {
      Api api = tercet.api();
      assertThat(api.put("/projects/letters", "{}").status()).isEqualTo(201);
      List<JsonNode> accepted = api.postLines("letters", LINES);
      api.awaitDone("letters", DOCUMENTS / 10, Duration.ofSeconds(30));

      var watch = new StopWatch();
      kill(data.resolve("postgres/postmaster.pid"));
      kill(data.resolve("redis/redis.pid"));
      api.await("red", Duration.ofSeconds(30), () -> readiness(api) == 503);
      watch.note("not ready");
      api.await("green", Duration.ofSeconds(60), () -> readiness(api) == 200);
      watch.note("ready");
      api.awaitDone("letters", DOCUMENTS, Duration.ofSeconds(60));
      watch.note("all done");
      System.out.println("stores killed: " + watch);

      assertAllAreThere(api, accepted);
      var stores = RunningStores.of(data);
      assertThat(stores.points()).isEqualTo(DOCUMENTS);
      api.await("no message is left", Duration.ofSeconds(60), () -> stores.messages() == 0);
      assertThat(tercet.stop(Duration.ofSeconds(10))).isZero();
    }
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Tag("slow")
  @Test
  void goesOnWhenTheEngineBesideItIsKilledAndThenItself(@TempDir Path data) throws Exception {
    Map<String, String> apart = new HashMap<>(SLOW);
    apart.put("TERCET_EMBEDDED_ENGINE_RUNS", "apart");
    List<JsonNode> accepted;
    long left;
    try (Tercet tercet = Tercet.serve(data, apart)) {
      Api api = tercet.api();
      assertThat(api.put("/projects/letters", "{}").status()).isEqualTo(201);
      accepted = api.postLines("letters", LINES);
      api.awaitDone("letters", DOCUMENTS / 10, Duration.ofSeconds(30));

      long killed = engine(data).orElseThrow();
      assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
      api.awaitDone("letters", DOCUMENTS / 2, Duration.ofSeconds(60));
      left = engine(data).orElseThrow();
      assertThat(left).isNotEqualTo(killed);
      tercet.kill();
    }
    assertThat(engine(data)).as("the engine outlives its service").contains(left);

    try (Tercet tercet = Tercet.serve(data, apart)) {
      Api api = tercet.api();
      api.awaitDone("letters", DOCUMENTS, Duration.ofSeconds(60));
      assertThat(engine(data).orElseThrow()).isNotEqualTo(left);
      assertAllAreThere(api, accepted);
      assertThat(RunningStores.of(data).points()).isEqualTo(DOCUMENTS);
      assertThat(tercet.stop(Duration.ofSeconds(15))).isZero();
    }
    assertThat(engine(data)).isEmpty();
  }

  /** The process that has the settings of this folder's vector store on its command line. */
  private static Optional<Long> engine(Path data) throws IOException {
    String settings = data.toRealPath().resolve("secrets/qdrant.yaml").toString();
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().commandLine().orElse("").endsWith(settings))
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .findFirst();
  }

  private static int readiness(Api api) throws Exception {
    return api.get("/health/readiness").status();
  }

  private static void kill(Path record) throws Exception {
    long pid = Long.parseLong(Files.readAllLines(record).getFirst().strip());
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private static void assertAllAreThere(Api api, List<JsonNode> accepted) throws Exception {
    assertThat(ids(api.all("letters").values())).containsExactlyInAnyOrderElementsOf(ids(accepted));
  }

  private static List<String> ids(Collection<JsonNode> extractions) {
    return extractions.stream().map(it -> it.path("id").asText()).toList();
  }
}

package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.embedded.files.FolderTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service whose vectors are gone writes every point again, each compared once and without a call
 * of the model. {@code -Dtercet.refill.documents=50000} plays it with 100,000 points.
 */
class RefillTest {
  private static final int DOCUMENTS = Integer.getInteger("tercet.refill.documents", 200);
  private static final int POINTS = 2 * DOCUMENTS;
  private static final int BATCH = 5_000;
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Each run may write a quarter of the points, so that the next must know how far it came. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_PASSAGE_MAX_CHARACTERS", "100",
          "TERCET_WORKER_CONCURRENCY", "2000",
          "TERCET_RECONCILER_INTERVAL", "5s",
          "TERCET_RECONCILER_BUDGET", Integer.toString(POINTS / 4));

  /** What the runs that found points missing came to. */
  private record Refill(long compared, long written) {}

  @Test
  void comparesEveryPointOnce(@TempDir Path data) throws Exception {
    try (Tercet first = Tercet.serve(data, SETTINGS)) {
      first.api().put("/projects/letters", "{}");
      for (int from = 0; from < DOCUMENTS; from += BATCH) {
        first.api().postLines("letters", lines(from, Math.min(DOCUMENTS, from + BATCH)));
      }
      first.api().awaitDone("letters", DOCUMENTS, LONG);
      assertThat(RunningStores.of(data).points()).isEqualTo(POINTS);
    }
    FolderTree.delete(data.resolve("qdrant"));

    long begin = System.nanoTime();
    try (Tercet second = Tercet.serve(data, SETTINGS)) {
      Api api = second.api();
      api.await("every point is written again", LONG, () -> refill(api).written() >= POINTS);
      System.out.printf(
          "refill: %s in %.1f s with the start%n", refill(api), (System.nanoTime() - begin) / 1e9);
      assertThat(refill(api)).isEqualTo(new Refill(POINTS, POINTS));
      assertThat(RunningStores.of(data).points()).isEqualTo(POINTS);
      assertThat(api.get("/prometheus").text()).contains("tercet_llm_calls_total{");
      assertThat(api.metric("tercet_llm_calls_total")).isZero();
    }
  }

  private static Refill refill(Api api) throws Exception {
    long compared = 0;
    long written = 0;
    for (JsonNode run : api.get("/reconciler?limit=100").json().path("items")) {
      JsonNode missing = run.at("/report/drift/missing-point");
      if (missing.path("found").asLong() > 0) {
        compared += run.at("/report/examined/points").asLong();
        written += missing.path("repaired").asLong();
      }
    }
    return new Refill(compared, written);
  }

  /** Two passages each. */
  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n ->
            document(
                "source-" + n,
                "Letter %06d is to Ada, about a delivery %s\n\nThe other part of %06d says %s"
                    .formatted(n, "x".repeat(50), n, "y".repeat(60))))
        .toList();
  }
}

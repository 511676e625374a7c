package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps while documents are posted find nothing wrong, since nothing is; prints what they say.
 * {@code -Dtercet.sweep.rate=500}: posts a second; {@code -Dtercet.sweep.warmup=60}: seconds of
 * posts before the first sweep that counts, since a fresh process is slower than its callers.
 */
@Tag("alone")
class SweepUnderLoadTest {
  private static final int RATE = Integer.getInteger("tercet.sweep.rate", 100);
  private static final int WARMUP = Integer.getInteger("tercet.sweep.warmup", 3);
  private static final int SWEEPS = 2;

  /** One may have begun before the posts were at their rate. */
  private static final int UNDER_WAY = 1;

  private static final int TIMES_A_SECOND = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> KINDS = List.of("missing-point", "stale-point", "orphan-point");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_PASSAGE_MAX_CHARACTERS", "100",
          "TERCET_RECONCILER_INTERVAL", "1s");

  @Test
  void findsNoFalseSuspect(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      Api api = tercet.api();
      api.put("/projects/many", "{}");
      var load = new Load(api);
      while (load.seconds() < WARMUP) {
        load.postTenth();
      }
      int before = sweeps(api).size() + UNDER_WAY;
      int posted = load.posted;
      double since = load.seconds();
      List<JsonNode> sweeps = List.of();
      while (sweeps.size() < SWEEPS) {
        load.postTenth();
        List<JsonNode> all = sweeps(api);
        sweeps = all.subList(0, Math.max(0, all.size() - before));
      }
      double rate = (load.posted - posted) / (load.seconds() - since);

      for (JsonNode sweep : sweeps) {
        System.out.printf(
            "a sweep under %.0f posts/s: %s, %s to %s%n",
            rate, sweep.path("examined"), sweep.path("startedAt"), sweep.path("finishedAt"));
        KINDS.forEach(kind ->
            assertThat(sweep.path("drift").path(kind).path("found").asInt())
                .as(sweep.toString())
                .isZero());
        assertThat(sweep.path("quarantined").asInt()).as(sweep.toString()).isZero();
      }
      api.awaitDone("many", load.posted, PATIENCE);
    }
  }

  /** Posts at a fixed rate; who is behind catches up. */
  private static final class Load {
    private final Api api;
    private final long begin = System.nanoTime();
    private int tenths;
    private int posted;

    Load(Api api) {
      this.api = api;
    }

    double seconds() {
      return (System.nanoTime() - begin) / 1e9;
    }

    void postTenth() throws Exception {
      assertThat(seconds()).isLessThan((double) PATIENCE.toSeconds());
      posted += api.postLines("many", lines(posted, RATE / TIMES_A_SECOND)).size();
      long next = begin + ++tenths * Duration.ofSeconds(1).toNanos() / TIMES_A_SECOND;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  /** The reports of sweeps, the newest first. */
  private static List<JsonNode> sweeps(Api api) throws Exception {
    List<JsonNode> reports = new ArrayList<>();
    api.get("/reconciler?limit=1000")
        .json()
        .path("items")
        .forEach(run -> {
          if (run.path("scope").asText().equals("everything")) {
            reports.add(run.path("report"));
          }
        });
    return reports;
  }

  private static List<String> lines(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(n -> document("source-" + n, text(n)))
        .toList();
  }

  /** Two passages. */
  private static String text(int n) {
    return "Letter %06d is to Ada, about a delivery %s\n\nThe other part of %06d says %s"
        .formatted(n, "x".repeat(50), n, "y".repeat(60));
  }
}

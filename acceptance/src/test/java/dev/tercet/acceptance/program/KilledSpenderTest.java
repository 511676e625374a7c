package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.embedded.EmbeddedStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes that know nothing of each other spend a budget of calls, and are killed while
 * they do. CONTRIBUTING.md has the long one.
 */
@Timeout(900)
@Tag("alone")
class KilledSpenderTest {
  private static final int CALLS = Integer.getInteger("tercet.budget.calls", 60);
  private static final int KILLS = Integer.getInteger("tercet.budget.kills", 2);
  private static final int PROCESSES = 3;

  /** No limit that matters. */
  private static final int PER_MINUTE = 1_000_000;

  /** Each is killed with calls under way. */
  private static final Duration THINKING = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofMinutes(5);

  private static Map<String, String> settings(EmbeddedStores stores, LimitedModel model) {
    var settings = new HashMap<>(SharedRatesTest.settings(stores, model));
    settings.remove("TERCET_LLM_REQUESTS_PER_MINUTE");
    settings.put("TERCET_LLM_CONCURRENCY", "2");
    settings.put("TERCET_LLM_CONCURRENCY_MAX", "2");
    settings.put("TERCET_WORKER_LEASE", "5s");
    return settings;
  }

  @Test
  void spendNoMoreThanTheBudget(@TempDir Path data) throws Exception {
    try (var stores = EmbeddedStores.start(data.resolve("stores"), _ -> {});
        var model = new LimitedModel(PER_MINUTE, THINKING)) {
      stores.describe("tercet-hash-384");
      Map<String, String> settings = settings(stores, model);
      List<Tercet> processes = new ArrayList<>();
      try {
        for (int n = 0; n < PROCESSES; n++) {
          processes.add(Tercet.serve(data.resolve("process" + n), settings));
        }
        play(processes, data, settings, model);
      } finally {
        processes.forEach(Tercet::close);
      }
      var ledger = RunningStores.of(data.resolve("stores"));
      long unknown =
          ledger.count(
              "SELECT count(*) FROM model_call WHERE ended_at IS NULL OR verdict::text = 'unknown'");
      String told =
          "%d calls of %d arrived, %d unknown after %d kills"
              .formatted(model.asked().answered(), CALLS, unknown, KILLS);
      System.out.println(told);
      assertThat(ledger.count("SELECT count(*) FROM model_call")).as(told).isEqualTo(CALLS);
      assertThat(model.asked().answered()).as(told).isBetween(CALLS - (int) unknown, CALLS);
      assertThat(unknown).as(told).isLessThanOrEqualTo(KILLS * 2L);
    }
  }

  /** Each is killed in its turn, while there is something left to spend. */
  private static void play(
      List<Tercet> processes, Path data, Map<String, String> settings, LimitedModel model)
      throws Exception {
    Api api = processes.getFirst().api();
    api.put("/projects/letters", "{}");
    assertThat(api.put("/projects/letters/budget", "{\"calls\":" + CALLS + "}").status())
        .isEqualTo(200);
    api.postLines(
        "letters",
        IntStream.range(0, 2 * CALLS)
            .mapToObj(it -> document("letter-" + it, "Letter " + it + " says nothing."))
            .toList());
    for (int kill = 1; kill <= KILLS; kill++) {
      int until = CALLS * kill / (KILLS + 2);
      processes.getFirst().api().await("spending", LONG, () -> model.asked().answered() >= until);
      int victim = PROCESSES - 1 - kill % (PROCESSES - 1);
      processes.get(victim).kill();
      processes.set(victim, restarted(data.resolve("again" + kill), settings));
    }
    Api left = processes.getFirst().api();
    left.await("spent", LONG, () -> state(left).equals("spent") && waiting(left) >= CALLS);
  }

  private static Tercet restarted(Path data, Map<String, String> settings) throws IOException {
    return Tercet.serve(data, settings);
  }

  private static String state(Api api) throws IOException, InterruptedException {
    return api.get("/projects/letters/budget").json().path("state").asText();
  }

  /** Those that nobody works on any more. */
  private static int waiting(Api api) throws IOException, InterruptedException {
    JsonNode counts = api.counts("letters");
    boolean isQuiet = counts.path("queued").asInt() + counts.path("processing").asInt() == 0;
    return isQuiet ? counts.path("pending").asInt() : 0;
  }
}

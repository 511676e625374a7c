package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.embedded.EmbeddedStores;
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
 * they do, each with calls under way. CONTRIBUTING.md has the long one.
 */
@Timeout(900)
@Tag("alone")
class KilledSpenderTest {
  private static final int CALLS = Integer.getInteger("tercet.budget.calls", 24);
  private static final int KILLS = Integer.getInteger("tercet.budget.kills", 1);
  private static final int PROCESSES = 3;

  /** Calls at once of each process. */
  private static final int AT_ONCE = 2;

  /** No limit that matters. */
  private static final int PER_MINUTE = 1_000_000;

  private static final Duration THINKING = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** What nobody works on any more is done, or has found the budget spent. */
  private static final String UNSETTLED =
      """
      SELECT count(*)
        FROM extraction
       WHERE status::text <> 'done'
         AND NOT (status::text = 'pending' AND failure_code IS NOT DISTINCT FROM 'budget-spent')
      """;

  private static final String DAY =
      "SELECT extract(doy FROM clock_timestamp() AT TIME ZONE 'UTC')::bigint";

  private static final String UNKNOWN =
      "SELECT count(*) FROM model_call WHERE verdict::text = 'unknown'";

  private final List<Tercet> processes = new ArrayList<>();
  private int underWayAtKills;

  private static Map<String, String> settings(EmbeddedStores stores, LimitedModel model) {
    var settings = new HashMap<>(SharedRatesTest.settings(stores, model));
    settings.remove("TERCET_LLM_REQUESTS_PER_MINUTE");
    settings.put("TERCET_LLM_CONCURRENCY", Integer.toString(AT_ONCE));
    settings.put("TERCET_LLM_CONCURRENCY_MAX", Integer.toString(AT_ONCE));
    settings.put("TERCET_WORKER_LEASE", "5s");
    return settings;
  }

  @Test
  void spendNoMoreThanTheBudget(@TempDir Path data) throws Exception {
    try (var stores = EmbeddedStores.start(data.resolve("stores"), _ -> {});
        var model = new LimitedModel(PER_MINUTE, THINKING)) {
      stores.describe("tercet-hash-384");
      var ledger = RunningStores.of(data.resolve("stores"));
      long day = ledger.count(DAY);
      try {
        for (int n = 0; n < PROCESSES; n++) {
          processes.add(Tercet.serve(data.resolve("process" + n), settings(stores, model)));
        }
        spend(model);
        for (int kill = 1; kill <= KILLS; kill++) {
          kill(kill, model);
          processes.add(Tercet.serve(data.resolve("again" + kill), settings(stores, model)));
        }
        processes.getFirst().api().await("spent", LONG, () -> ledger.count(UNSETTLED) == 0);
        judge(model, ledger, CALLS * (1 + ledger.count(DAY) - day));
      } finally {
        processes.forEach(Tercet::close);
      }
    }
  }

  /** Twice as many documents as there may be calls, each with a question of its own. */
  private void spend(LimitedModel model) throws Exception {
    Api api = processes.getFirst().api();
    api.put("/projects/letters", "{}");
    assertThat(api.put("/projects/letters/budget", "{\"calls\":" + CALLS + "}").status())
        .isEqualTo(200);
    api.postLines(
        "letters",
        IntStream.range(0, 2 * CALLS)
            .mapToObj(it -> document("letter-" + it, "Letter " + it + " says nothing."))
            .toList());
    api.await("spending", LONG, () -> model.asked().answered() > 0);
  }

  /** The one that has lived for longest but the first, of which the state is asked. */
  private void kill(int kill, LimitedModel model) throws Exception {
    int until = CALLS * kill / (KILLS + 2);
    processes.getFirst().api().await("spending", LONG, () -> model.asked().answered() >= until);
    Tercet victim = processes.remove(1);
    underWayAtKills += model.underWay();
    victim.kill();
  }

  /** Once the day has turned the budget may be spent again. */
  private void judge(LimitedModel model, RunningStores ledger, long most) throws Exception {
    JsonNode budget = processes.getFirst().api().get("/projects/letters/budget").json();
    long unknown = ledger.count(UNKNOWN);
    long arrived = model.asked().answered();
    String told =
        "%d calls arrived of %d that the budget let, %d unknown after %d kills with %d under way in all"
            .formatted(arrived, CALLS, unknown, KILLS, underWayAtKills);
    System.out.println(told);
    assertThat(ledger.count("SELECT count(*) FROM model_call"))
        .as(told)
        .isBetween((long) CALLS, most);
    assertThat(arrived).as(told).isBetween(CALLS - unknown, most);
    assertThat(unknown).as(told).isLessThanOrEqualTo((long) KILLS * AT_ONCE);
    assertThat(ledger.count("SELECT count(*) FROM model_call WHERE verdict::text = 'valid'"))
        .as(told)
        .isEqualTo(processes.getFirst().api().counts("letters").path("done").asLong());
    assertThat(ledger.count("SELECT count(*) FROM model_call WHERE ended_at IS NULL")).isZero();
    assertThat(budget.at("/spent/callsToday").asLong()).as(told).isLessThanOrEqualTo(CALLS);
  }
}

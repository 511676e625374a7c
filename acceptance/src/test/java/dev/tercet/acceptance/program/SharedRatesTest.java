package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.acceptance.program.LimitedModel.Asked;
import dev.tercet.embedded.EmbeddedStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes ask a model with a limit as often as it takes, and no more often. The small one
 * may take twice the theoretical time, since three fresh processes on a busy machine are slower
 * than its rate at first; CONTRIBUTING.md has the full one, which holds them to a twentieth.
 */
@Timeout(900)
@Tag("alone")
class SharedRatesTest {
  private static final int PER_MINUTE = Integer.getInteger("tercet.rates.minute", 1_200);
  private static final int DOCUMENTS = Integer.getInteger("tercet.rates.documents", 400);
  private static final double TOLERANCE =
      Double.parseDouble(System.getProperty("tercet.rates.tolerance", "1"));
  private static final Duration LONG = Duration.ofMinutes(12);

  /** Of a process over these stores that asks that model. */
  static Map<String, String> settings(EmbeddedStores stores, LimitedModel model) {
    var settings = new HashMap<String, String>();
    settings.put("TERCET_MODE", "external");
    settings.put("TERCET_POSTGRES_URL", stores.postgres().url());
    settings.put("TERCET_POSTGRES_USERNAME", stores.postgres().username());
    settings.put("TERCET_POSTGRES_PASSWORD", stores.postgres().password());
    settings.put("TERCET_REDIS_URL", stores.redis().orElseThrow().url());
    settings.put("TERCET_QDRANT_HOST", stores.qdrant().host());
    settings.put("TERCET_QDRANT_PORT", Integer.toString(stores.qdrant().port()));
    settings.put("TERCET_QDRANT_API_KEY", stores.qdrant().apiKey());
    settings.put("TERCET_EMBEDDING_PROVIDER", "hash");
    settings.put("TERCET_LLM_PROVIDER", "openai");
    settings.put("TERCET_LLM_BASE_URL", model.address());
    settings.put("TERCET_LLM_MODEL", "stand-in");
    settings.put("TERCET_LLM_REQUESTS_PER_MINUTE", Integer.toString(PER_MINUTE));
    return settings;
  }

  @Test
  void drainAsFastAsTheRateAndNoFaster(@TempDir Path data) throws Exception {
    try (var stores = EmbeddedStores.start(data.resolve("stores"), _ -> {});
        var model = new LimitedModel(PER_MINUTE)) {
      stores.describe("tercet-hash-384");
      Map<String, String> settings = settings(stores, model);
      try (var one = Tercet.serve(data.resolve("one"), settings);
          var _ = Tercet.serve(data.resolve("two"), settings);
          var _ = Tercet.serve(data.resolve("three"), settings)) {
        Api api = one.api();
        api.put("/projects/letters", "{}");
        List<String> lines =
            IntStream.range(0, DOCUMENTS)
                .mapToObj(it -> document("letter-" + it, "Letter " + it + " says nothing."))
                .toList();
        api.postLines("letters", lines);
        api.awaitDone("letters", DOCUMENTS, LONG);
      }

      Asked asked = model.asked();
      double theory = (DOCUMENTS - PER_MINUTE / 6.0) * 60 / PER_MINUTE;
      String told = "%s, in theory %.1f s".formatted(asked, theory);
      assertThat(asked.answered()).as(told).isEqualTo(DOCUMENTS);
      assertThat(asked.refused()).as(told).isLessThanOrEqualTo(DOCUMENTS / 100);
      assertThat(asked.seconds()).as(told).isLessThan(theory * (1 + TOLERANCE));
      assertThat(
              RunningStores.of(data.resolve("stores"))
                  .count("SELECT count(*) FROM extraction WHERE attempts > 1"))
          .isZero();
      System.out.println(told);
    }
  }
}

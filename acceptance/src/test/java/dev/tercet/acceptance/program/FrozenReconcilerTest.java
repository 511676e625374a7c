package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The elected reconciler stands still with claims in its hand, and its connections stand. */
class FrozenReconcilerTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int DOCUMENTS = 24;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_LLM_ECHO_LATENCY", "2s",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_WORKER_CONCURRENCY", "4",
          "TERCET_WORKER_LEASE", "3s");

  @Test
  void othersReleaseWhatItHolds(@TempDir Path data, @TempDir Path first, @TempDir Path second)
      throws Exception {
    try (StoresOnWires stores = StoresOnWires.start(data);
        Tercet elected = serve(stores, first);
        Tercet other = serve(stores, second)) {
      Api api = other.api();
      api.put("/projects/letters", "{}");
      api.postLines(
          "letters",
          IntStream.range(0, DOCUMENTS).mapToObj(n -> document("s" + n, "Letter " + n)).toList());
      api.await("both work", SOON, () -> api.counts("letters").path("processing").asInt() == 8);

      try {
        elected.freeze();

        // Four of them are in its hand.
        api.awaitDone("letters", DOCUMENTS, SOON);
      } finally {
        elected.kill();
      }
    }
  }

  private static Tercet serve(StoresOnWires stores, Path own) throws Exception {
    var settings = new HashMap<>(SETTINGS);
    settings.putAll(stores.settings());
    return Tercet.serve(own, settings);
  }
}

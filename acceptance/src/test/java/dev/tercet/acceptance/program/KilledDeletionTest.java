package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it deletes a project leaves nothing that the next one does not
 * finish. {@code -Dtercet.proof.deletions=10 -Dtercet.proof.documents=30000} plays it at full size.
 */
class KilledDeletionTest {
  private static final int DELETIONS = Integer.getInteger("tercet.proof.deletions", 1);
  private static final int DOCUMENTS = Integer.getInteger("tercet.proof.documents", 400);

  /** A late write may land for 15 seconds, so that the second look comes after these. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_LLM_TIMEOUT", "5s",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_WORKER_ATTEMPT_TIMEOUT", "10s",
          "TERCET_RECONCILER_INTERVAL", "2s");

  /** Every row that belongs to some document or to a deleted project. */
  private static final String ROWS =
      """
      SELECT (SELECT count(*) FROM extraction) + (SELECT count(*) FROM document)
           + (SELECT count(*) FROM passage) + (SELECT count(*) FROM mention)
           + (SELECT count(*) FROM entity) + (SELECT count(*) FROM answer)
           + (SELECT count(*) FROM model_call) + (SELECT count(*) FROM source)
           + (SELECT count(*) FROM removal)
           + (SELECT count(*) FROM project WHERE deleted_at IS NOT NULL)
      """;

  @Test
  void everythingIsGoneSoonAfterTheNextStart(@TempDir Path data) throws Exception {
    var random = new SplittableRandom(DOCUMENTS);
    Tercet tercet = Tercet.serve(data, SETTINGS);
    try {
      tercet.api().put("/projects/spared", "{}");
      for (int n = 0; n < DELETIONS; n++) {
        Api before = tercet.api();
        before.put("/projects/doomed", "{}");
        for (int from = 0; from < DOCUMENTS; from += 5_000) {
          before.postLines("doomed", lines(from, Math.min(DOCUMENTS, from + 5_000)));
        }
        before.awaitDone("doomed", DOCUMENTS, Duration.ofMinutes(10));
        assertThat(before.delete("/projects/doomed").status()).isEqualTo(202);
        Duration moment = Duration.ofMillis(random.nextInt(4_000));
        LockSupport.parkNanos(moment.toNanos());
        tercet.kill();

        long begin = System.nanoTime();
        tercet = Tercet.serve(data, SETTINGS);
        long ready = System.nanoTime();
        awaitNothing(tercet.api(), RunningStores.of(data));
        System.out.printf(
            "killed %.1f s into a deletion of %d: ready after %.1f s, gone from all stores %.1f s later%n",
            moment.toMillis() / 1e3,
            DOCUMENTS,
            (ready - begin) / 1e9,
            (System.nanoTime() - ready) / 1e9);
      }
    } finally {
      tercet.close();
    }
  }

  private static void awaitNothing(Api api, RunningStores stores) throws Exception {
    api.await(
        "nothing is left in any store",
        Duration.ofSeconds(60),
        () -> stores.count(ROWS) == 0 && stores.points() == 0 && stores.messages() == 0);
    JsonNode drift = api.get("/projects/spared/drift").json().path("drift");
    assertThat(drift.has("unfinished-deletion")).isTrue();
    drift.forEach(kind -> assertThat(kind.path("found").asInt()).as(drift.toString()).isZero());
    api.await(
        "no drift is counted", Duration.ofSeconds(60), () -> api.metric("tercet_drift_items") == 0);
    assertThat(api.get(extractions("doomed")).status()).isEqualTo(404);
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> document("source-" + n, "Letter %06d is to Ada Lovelace.".formatted(n)))
        .toList();
  }
}

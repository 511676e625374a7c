package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program with its queues in Postgres, and with work under way while that is changed. */
@Timeout(300)
class QueueChangedTest {
  private static final int DOCUMENTS = 30;
  private static final int AT_ONCE = 4;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String MESSAGES = "SELECT count(*) FROM queue_message";

  private static Tercet serve(Path data, ModelEndpoint model, String queue) throws Exception {
    return Tercet.asking(
        model.address(),
        data,
        Map.of(
            "TERCET_QUEUE",
            queue,
            "TERCET_LLM_CONCURRENCY",
            Integer.toString(AT_ONCE),
            "TERCET_LLM_CONCURRENCY_MAX",
            Integer.toString(AT_ONCE),
            "TERCET_LLM_REQUESTS_PER_MINUTE",
            "100000",
            "TERCET_WORKER_LEASE",
            "5s"));
  }

  private static List<String> lines(String part) {
    return IntStream.range(0, DOCUMENTS)
        .mapToObj(n -> document(part + n, "Letter %d of %s says nothing.".formatted(n, part)))
        .toList();
  }

  /** They stand in the queue, and nobody takes them. */
  private static void queued(Api api, String part) throws Exception {
    api.post("/queues/default/pause", "");
    api.postLines("letters", lines(part));
    api.await(
        "all are queued", LONG, () -> api.counts("letters").path("queued").asInt() == DOCUMENTS);
  }

  private static void done(Api api, int documents) throws Exception {
    api.post("/queues/default/resume", "");
    api.awaitDone("letters", documents, LONG);
  }

  @Test
  void whatWasQueuedElsewhereIsDoneAndPaidForOnce(@TempDir Path data) throws Exception {
    try (var model = new ModelEndpoint()) {
      try (Tercet onRedis = serve(data, model, "redis")) {
        onRedis.api().put("/projects/letters", "{}");
        queued(onRedis.api(), "first");
        assertThat(onRedis.stop(LONG)).isZero();
      }
      try (Tercet onPostgres = serve(data, model, "postgres")) {
        done(onPostgres.api(), DOCUMENTS);
        queued(onPostgres.api(), "second");
        assertThat(model.calls()).isEqualTo(DOCUMENTS);
        assertThat(onPostgres.stop(LONG)).isZero();
      }
      try (Tercet onRedis = serve(data, model, "redis")) {
        done(onRedis.api(), 2 * DOCUMENTS);
        assertThat(model.calls()).isEqualTo(2 * DOCUMENTS);
        var stores = RunningStores.of(data);
        onRedis.api().await("what Redis held is settled", LONG, () -> stores.messages() == 0);
        assertThat(stores.count(MESSAGES)).as("harmless").isEqualTo(DOCUMENTS);
      }
    }
  }

  @Test
  void aKilledWorkersDocumentsAreDoneWithoutARedis(@TempDir Path data) throws Exception {
    try (var model = new ModelEndpoint()) {
      model.answerAfter(Duration.ofMillis(300));
      Tercet victim = serve(data, model, "postgres");
      victim.api().put("/projects/letters", "{}");
      victim.api().postLines("letters", lines("letter"));
      victim.api().awaitDone("letters", DOCUMENTS / 5, LONG);
      victim.kill();
      try (Tercet heir = serve(data, model, "postgres")) {
        Api api = heir.api();
        api.awaitDone("letters", DOCUMENTS, LONG);
        assertThat(model.calls()).isBetween(DOCUMENTS, DOCUMENTS + AT_ONCE);
        var stores = RunningStores.of(data);
        api.await("no message is left", LONG, () -> stores.count(MESSAGES) == 0);
        assertThat(api.get("/health/readiness").text()).doesNotContain("redis");
      }
    }
    assertThat(data.resolve("redis")).doesNotExist();
    assertThat(Files.exists(data.resolve("postgres"))).isTrue();
  }
}

package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost in Qdrant and Redis behind the program's back comes back; prints how soon. */
class RecoveryTest {
  private static final int DOCUMENTS = 5_000;
  private static final int POINTS = 4 * DOCUMENTS;

  /** The schedule waits, so that only what is asked for and the watch for lost stores repair. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_PASSAGE_MAX_CHARACTERS", "100",
          "TERCET_RECONCILER_INTERVAL", "1h");

  @Test
  void bringsLostPointsAndMessagesBackWithoutPayingAgain(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      Api api = tercet.api();
      api.put("/projects/many", "{}");
      api.postLines("many", lines());
      api.awaitDone("many", DOCUMENTS, Duration.ofMinutes(2));
      api.await(
          "the first sweep is over, the next is an hour away",
          Duration.ofMinutes(1),
          () ->
              api.get("/reconciler").json().hasNonNull("sweepSucceededAt")
                  && api.get("/reconciler").json().path("running").isEmpty());
      var stores = RunningStores.of(data);
      assertThat(stores.points()).isEqualTo(POINTS);
      assertThat(api.metric("tercet_llm_calls_total")).isEqualTo(POINTS);

      restoresATenthOfThePoints(api, stores);
      fillsADroppedCollection(api, stores);
      assertThat(api.metric("tercet_llm_calls_total")).isEqualTo(POINTS);

      publishesAgainWhatRedisLost(api, stores);
      assertThat(api.metric("tercet_llm_calls_total")).isEqualTo(2 * POINTS);
      assertThat(stores.points()).isEqualTo(2 * POINTS);
      api.await("no message is left", Duration.ofSeconds(60), () -> stores.messages() == 0);
    }
  }

  private static void restoresATenthOfThePoints(Api api, RunningStores stores) throws Exception {
    int deleted = stores.deleteEveryTenthPoint();
    assertThat(stores.points()).isEqualTo(POINTS - deleted);

    JsonNode report =
        timed(deleted + " of " + POINTS + " points deleted, recovered", () -> recover(api));

    assertThat(report.path("complete").asBoolean()).as(report.toString()).isTrue();
    assertThat(report.at("/drift/missing-point/found").asInt()).isEqualTo(deleted);
    assertThat(report.at("/drift/missing-point/repaired").asInt()).isEqualTo(deleted);
    assertThat(stores.points()).isEqualTo(POINTS);
    JsonNode second = timed("compared again", () -> recover(api));
    second.path("drift").forEach(kind -> assertThat(kind.path("found").asInt()).isZero());
  }

  private static void fillsADroppedCollection(Api api, RunningStores stores) throws Exception {
    stores.dropCollection();
    timed(
        "collection dropped, all " + POINTS + " points back",
        () -> {
          api.await("every point is back", Duration.ofMinutes(1), () -> stores.points() == POINTS);
          return POINTS;
        });
  }

  private static void publishesAgainWhatRedisLost(Api api, RunningStores stores) throws Exception {
    api.put("/projects/waiting", "{}");
    api.post("/queues/default/pause", "");
    api.postLines("waiting", lines());
    api.await(
        "all are queued",
        Duration.ofMinutes(1),
        () -> api.counts("waiting").path("queued").asInt() == DOCUMENTS);
    api.post("/queues/default/resume", "");
    stores.flushRedis();
    timed(
        DOCUMENTS + " queued, Redis flushed, work goes on",
        () -> {
          api.await(
              "work goes on",
              Duration.ofSeconds(30),
              () -> api.counts("waiting").path("done").asInt() > DOCUMENTS / 10);
          return DOCUMENTS;
        });
    api.awaitDone("waiting", DOCUMENTS, Duration.ofMinutes(2));
  }

  private static JsonNode recover(Api api) throws Exception {
    return api.post(extractions("many") + "/recover", "{}").json();
  }

  private static <T> T timed(String what, Callable<T> act) throws Exception {
    long begin = System.nanoTime();
    T result = act.call();
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
    return result;
  }

  private static List<String> lines() {
    return IntStream.range(0, DOCUMENTS).mapToObj(n -> document("source-" + n, text(n))).toList();
  }

  /** Four paragraphs of just under a hundred characters: four passages. */
  private static String text(int n) {
    return IntStream.range(0, 4)
        .mapToObj(part ->
            "Part %d of letter %06d is about a delivery ".formatted(part, n) + "x".repeat(50))
        .reduce((one, next) -> one + "\n\n" + next)
        .orElseThrow();
  }
}

package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.acceptance.program.StoresOnWires.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica takes over that lacks what its leader had acknowledged, while the program runs: real
 * servers, a Postgres by streaming replication and a Redis. A command (CONTRIBUTING.md), since it
 * takes most of a minute.
 */
class Failovers {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int BEFORE = 30;
  private static final int AFTER = 20;
  private static final int DELETED = 10;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_WORKER_LEASE", "3s",
          "TERCET_RECONCILER_INTERVAL", "1s",
          "TERCET_RECONCILER_GRACE", "1s");

  @Test
  void aPostgresThatLacksCommitsIsNoticedAndNothingIsRemovedUntilSomebodySaysSo(
      @TempDir Path leading, @TempDir Path following, @TempDir Path own) throws Exception {
    try (StoresOnWires stores = StoresOnWires.start(leading);
        Tercet tercet = serve(stores, own);
        Followers followers = Followers.of(stores.addresses(), leading, following)) {
      Api api = tercet.api();
      api.put("/projects/p", "{}");
      List<String> first = post(api, 0, BEFORE);
      api.awaitDone("p", BEFORE, SOON);
      api.await("followed", SOON, followers::areUpToDate);

      followers.cutOff();
      post(api, BEFORE, BEFORE + AFTER);
      api.awaitDone("p", BEFORE + AFTER, SOON);
      for (String id : first.subList(0, DELETED)) {
        assertThat(api.delete(extractions("p") + "/" + id).status()).isEqualTo(202);
      }
      long left = BEFORE + AFTER - DELETED;
      api.await("their points are gone", SOON, () -> stores.behind().points() == left);

      followers.takeOverPostgres(stores.wire(Store.POSTGRES));
      api.await("noticed", SOON, () -> wentBack(api));
      api.await("deletions are undone", SOON, () -> stores.behind().points() == BEFORE + AFTER);
      assertThat(api.counts("p").path("done").asInt()).isEqualTo(BEFORE);
      String last = lastRun(api);
      for (int run = 0; run < 4; run++) {
        last = awaitRunAfter(api, last);
      }
      assertThat(stores.behind().points())
          .as("what the replica does not know waits")
          .isEqualTo(BEFORE + AFTER);

      api.await(
          "removed when told",
          SOON,
          () -> {
            api.post(extractions("p") + "/recover", "{\"force\":true}");
            return stores.behind().points() == BEFORE;
          });
      assertThat(api.counts("p").path("done").asInt()).isEqualTo(BEFORE);
    }
  }

  @Test
  void aRedisThatLacksMessagesLosesNoDocumentAndRunsNoneTwice(
      @TempDir Path leading, @TempDir Path following, @TempDir Path own) throws Exception {
    try (StoresOnWires stores = StoresOnWires.start(leading);
        Tercet tercet = serve(stores, own);
        Followers followers = Followers.of(stores.addresses(), leading, following)) {
      Api api = tercet.api();
      api.put("/projects/p", "{}");
      api.post("/queues/default/pause", "");
      post(api, 0, BEFORE);
      api.await("queued", SOON, () -> api.counts("p").path("queued").asInt() == BEFORE);
      api.await("followed", SOON, followers::areUpToDate);

      followers.cutOff();
      post(api, BEFORE, BEFORE + AFTER);
      api.await("queued", SOON, () -> api.counts("p").path("queued").asInt() == BEFORE + AFTER);
      followers.takeOverRedis(stores.wire(Store.REDIS));
      api.post("/queues/default/resume", "");

      api.awaitDone("p", BEFORE + AFTER, SOON);
      for (JsonNode extraction : api.all("p").values()) {
        assertThat(extraction.path("attempts").asInt()).isEqualTo(1);
        assertThat(extraction.at("/usage/calls").asInt()).isEqualTo(1);
      }
    }
  }

  private static Tercet serve(StoresOnWires stores, Path own) throws Exception {
    var settings = new HashMap<>(SETTINGS);
    settings.putAll(stores.settings());
    return Tercet.serve(own, settings);
  }

  private static List<String> post(Api api, int from, int to) throws Exception {
    return api
        .postLines(
            "p", IntStream.range(from, to).mapToObj(n -> document("s" + n, "Letter " + n)).toList())
        .stream()
        .map(it -> it.path("id").asText())
        .toList();
  }

  private static JsonNode newest(Api api) throws Exception {
    return api.get("/reconciler").json().at("/items/0");
  }

  private static boolean wentBack(Api api) throws Exception {
    return newest(api).path("report").hasNonNull("postgresWentBackAt");
  }

  private static String lastRun(Api api) throws Exception {
    return newest(api).path("id").asText();
  }

  private static String awaitRunAfter(Api api, String before) throws Exception {
    api.await("another run", SOON, () -> !lastRun(api).equals(before));
    return lastRun(api);
  }
}

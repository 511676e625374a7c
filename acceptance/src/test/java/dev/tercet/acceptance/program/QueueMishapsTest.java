package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Whatever somebody does to the streams while documents are queued: all are done within a minute,
 * and none is worked on twice. {@code -Dtercet.proof.interval=30s} plays it at the usual pace.
 */
class QueueMishapsTest {
  private static final int DOCUMENTS = 60;
  private static final String GROUP = "workers";
  private static final String STRANGER = "stranger";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TERCET_LLM_PROVIDER", "echo",
          "TERCET_EMBEDDING_PROVIDER", "hash",
          "TERCET_WORKER_LEASE", "5s",
          "TERCET_RECONCILER_REQUEUE_AFTER", "2s",
          "TERCET_RECONCILER_INTERVAL", System.getProperty("tercet.proof.interval", "1s"));

  /** By the command what it does to a stream. */
  private static Map<String, BiConsumer<Jedis, String>> mishaps() {
    Map<String, BiConsumer<Jedis, String>> all = new LinkedHashMap<>();
    all.put(
        "XGROUP SETID $",
        (redis, stream) -> redis.xgroupSetID(stream, GROUP, StreamEntryID.XGROUP_LAST_ENTRY));
    all.put(
        "XGROUP DESTROY, CREATE $",
        (redis, stream) -> {
          redis.xgroupDestroy(stream, GROUP);
          redis.xgroupCreate(stream, GROUP, StreamEntryID.XGROUP_LAST_ENTRY, false);
        });
    all.put("a foreign reader with NOACK", (redis, stream) -> read(redis, stream, true));
    all.put(
        "a foreign ack",
        (redis, stream) -> {
          read(redis, stream, false);
          StreamEntryID[] ids =
              redis.xrange(stream, "-", "+").stream()
                  .map(StreamEntry::getID)
                  .toArray(StreamEntryID[]::new);
          redis.xack(stream, GROUP, ids);
        });
    all.put(
        "a deleted consumer",
        (redis, stream) -> {
          read(redis, stream, false);
          redis.xgroupDelConsumer(stream, GROUP, STRANGER);
        });
    all.put(
        "XTRIM",
        (redis, stream) ->
            redis.xtrim(stream, XTrimParams.xTrimParams().maxLen(20).exactTrimming()));
    all.put(
        "XDEL",
        (redis, stream) -> {
          List<StreamEntry> entries = redis.xrange(stream, "-", "+");
          for (int n = 1; n < entries.size(); n += 2) {
            redis.xdel(stream, entries.get(n).getID());
          }
        });
    all.put("RENAME", (redis, stream) -> redis.rename(stream, "elsewhere"));
    return all;
  }

  private static void read(Jedis redis, String stream, boolean withoutAck) {
    var how = XReadGroupParams.xReadGroupParams().count(1_000);
    redis.xreadGroup(
        GROUP,
        STRANGER,
        withoutAck ? how.noAck() : how,
        Map.of(stream, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
  }

  @Test
  void noCommandLosesAMessageOrRunsADocumentTwice(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      Api api = tercet.api();
      RunningStores stores = RunningStores.of(data);
      int number = 0;
      for (var mishap : mishaps().entrySet()) {
        String project = "queued-" + number++;
        queue(api, project);
        stores.redis(redis ->
            stores.streams().stream()
                .filter(it -> it.endsWith(":default"))
                .forEach(it -> mishap.getValue().accept(redis, it)));
        awaitDone(api, project, mishap.getKey());
        stores.redis(redis -> redis.del("elsewhere"));
        api.await(
            "no message is left over after " + mishap.getKey(),
            Duration.ofSeconds(60),
            () -> stores.messages() == 0);
      }
    }
  }

  @Test
  void anOlderFileLosesNoMessage(@TempDir Path data, @TempDir Path copy) throws Exception {
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      queue(tercet.api(), "older");
      tercet.api().post("/queues/default/resume", "");
      tercet.api().awaitDone("older", DOCUMENTS, Duration.ofMinutes(1));
    }
    replace(data.resolve("redis"), copy);
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      queue(tercet.api(), "newer");
    }
    replace(copy, data.resolve("redis"));
    try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
      awaitDone(tercet.api(), "newer", "a restored older file");
    }
  }

  private static void queue(Api api, String project) throws Exception {
    api.put("/projects/" + project, "{}");
    api.post("/queues/default/pause", "");
    api.postLines(
        project,
        IntStream.range(0, DOCUMENTS)
            .mapToObj(n -> document("source-" + n, project + " has letter " + n))
            .toList());
    api.await(
        "all are queued",
        Duration.ofMinutes(1),
        () -> api.counts(project).path("queued").asInt() == DOCUMENTS);
  }

  private static void awaitDone(Api api, String project, String what) throws Exception {
    long begin = System.nanoTime();
    api.post("/queues/default/resume", "");
    api.awaitDone(project, DOCUMENTS, Duration.ofMinutes(1));
    System.out.printf("%s: all done after %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
    for (JsonNode extraction : api.all(project).values()) {
      assertThat(extraction.path("attempts").asInt()).as(what).isEqualTo(1);
      assertThat(extraction.at("/usage/calls").asInt()).as(what).isEqualTo(1);
    }
  }

  private static void replace(Path from, Path to) throws IOException {
    try (Stream<Path> old = Files.exists(to) ? Files.list(to) : Stream.empty()) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}

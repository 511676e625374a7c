package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.security.AdminKey;
import dev.tercet.api.shape.Json;
import dev.tercet.embedded.process.HeldFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ServiceTest {
  private static final int DOCUMENTS = 5_000;

  private final List<String> keys = new ArrayList<>();
  @TempDir private Path folder = Path.of("unset");

  @Test
  void extractsThousandsOfLinesOnEmbeddedStoresAndFindsThemAfterARestart() throws Exception {
    try (Service service = embedded()) {
      assertThat(service.awaitReady(Duration.ofMinutes(2))).isTrue();
      assertThat(keys).hasSize(1);
      try (var http = new Http(service.uri(), keys.getFirst())) {
        http.json("PUT", "/projects/load", "{}");
        HttpResponse<String> answers =
            http.lines("/projects/load/extractions", BodyPublishers.ofString(lines()));

        assertThat(answers.statusCode()).isEqualTo(202);
        assertThat(answers.body().lines()).hasSize(DOCUMENTS).noneMatch(it -> it.contains("error"));
        awaitDone(http);
        assertThat(search(http).get("items")).hasSize(3);
        assertStoresFile(http);
      }
    }
    assertThat(folder.resolve("stores.json")).doesNotExist();

    try (Service again = embedded()) {
      assertThat(again.awaitReady(Duration.ofMinutes(2))).isTrue();
      assertThat(keys).hasSize(1);
      try (var http = new Http(again.uri(), new AdminKey(folder).local().orElseThrow())) {
        assertThat(done(http)).isEqualTo(DOCUMENTS);
        assertThat(search(http).get("items")).hasSize(3);
      }
    }
  }

  @Test
  void answersAndSaysWhichStoreIsAwayWhenExternalStoresAreDown() throws Exception {
    int nobody = freePort();
    Map<String, String> settings = new TreeMap<>();
    settings.put(
        "tercet.postgres.url", "jdbc:postgresql://127.0.0.1:" + nobody + "/t?password=hunter2");
    settings.put("tercet.redis.url", "redis://:hunter2@127.0.0.1:" + nobody);
    settings.put("tercet.qdrant.host", "127.0.0.1");
    settings.put("tercet.admin-key", "a-key-for-the-test");
    try (Service service = start(settings);
        var http = new Http(service.uri(), "a-key-for-the-test")) {
      assertThat(service.awaitReady(Duration.ofMillis(10))).isFalse();
      HttpResponse<String> readiness = http.get("/health/readiness");
      while (!readiness.body().contains(":" + nobody)) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        readiness = http.get("/health/readiness");
      }

      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(readiness.body()).contains("127.0.0.1:" + nobody).doesNotContain("hunter2");
      assertThat(http.get("/health/liveness").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = http.get("/projects");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void beginsNothingOnAPortThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> settings = new TreeMap<>();
      settings.put("tercet.mode", "embedded");
      settings.put("tercet.port", Integer.toString(taken.getLocalPort()));

      assertThatThrownBy(() -> start(settings))
          .hasMessageContaining("choose another with --port")
          .message()
          .doesNotContain("\n");
    }
    assertThat(keys).isEmpty();
    assertThat(folder.resolve("admin.key")).doesNotExist();
    assertThat(folder.resolve("postgres")).doesNotExist();
    HeldFolder.take(folder, _ -> {}).close();
  }

  @Test
  void drawsNoKeyOnAFolderThatAnotherHolds() throws Exception {
    try (HeldFolder _ = HeldFolder.take(folder, _ -> {})) {
      List<Path> before = files();

      assertThatThrownBy(this::embedded).hasMessageContaining("is in use by the program with pid");

      assertThat(keys).isEmpty();
      assertThat(files()).isEqualTo(before);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  private Service embedded() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("tercet.mode", "embedded");
    settings.put("tercet.llm.provider", "echo");
    settings.put("tercet.embedding.provider", "hash");
    return start(settings);
  }

  private Service start(Map<String, String> values) {
    Settings settings =
        Settings.defaults()
            .withFlag("test", "tercet.port", "0")
            .withFlag("test", "tercet.data-dir", folder.toString());
    for (Map.Entry<String, String> value : values.entrySet()) {
      settings = settings.withFlag("test", value.getKey(), value.getValue());
    }
    return Service.start(
        TercetConfig.of(settings),
        InstantSource.system(),
        new Service.Notices() {
          @Override
          public void step(String what) {
            assertThat(what).isNotBlank();
          }

          @Override
          public void trouble(String what) {
            assertThat(what).isNotBlank();
          }

          @Override
          public void drawn(String key, Path file) {
            assertThat(file).hasContent(key + "\n");
            keys.add(key);
          }
        });
  }

  /** Readers see a document done a moment before the attempt's own thread counts it. */
  private static void awaitDone(Http http) {
    String counted = "tercet_extractions_total{status=\"done\"} " + (double) DOCUMENTS;
    while (done(http) < DOCUMENTS || !http.get("/prometheus").body().contains(counted)) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static int done(Http http) {
    return Http.tree(http.get("/projects/load")).at("/counts/done").asInt();
  }

  private static JsonNode search(Http http) {
    return Http.tree(
        http.json("POST", "/projects/load/search", "{\"query\":\"letter 17\",\"limit\":3}"));
  }

  private void assertStoresFile(Http http) throws IOException {
    JsonNode stores = Json.stored(Files.readString(folder.resolve("stores.json")));

    assertThat(stores.at("/postgres/url").asText()).startsWith("jdbc:postgresql://127.0.0.1:");
    assertThat(stores.at("/qdrant/collection").asText()).startsWith("tercet");
    assertThat(http.get("/prometheus").body())
        .contains(
            "tercet_queue_depth{queue=\"default\"}",
            "tercet_llm_calls_total",
            "tercet_llm_concurrency_limit",
            "tercet_transitions_total",
            "tercet_stage_duration_seconds",
            "tercet_queue_latency_seconds",
            "tercet_extraction_duration_seconds",
            "tercet_retries_total",
            "tercet_llm_tokens_total",
            "hikaricp_connections",
            "jvm_memory_used_bytes",
            "http_server_requests_seconds");
  }

  private static String lines() {
    return IntStream.range(0, DOCUMENTS)
        .mapToObj(i -> "{\"source\":\"s%d\",\"text\":\"This is letter %d.\"}\n".formatted(i, i))
        .collect(Collectors.joining());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

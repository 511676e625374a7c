package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperationsTest {

  @Test
  void servesTheDocumentAsPageJsonAndYaml() {
    try (var server = new ServerInMemory();
        var http = new Http(server.uri())) {
      assertThat(http.send(open(server, "/openapi", "text/html")).body())
          .contains("<!doctype html>", "/projects/{project}/extractions");
      assertThat(Http.tree(http.send(open(server, "/openapi", "*/*"))).get("openapi").asText())
          .isEqualTo("3.1.0");
      assertThat(http.send(open(server, "/openapi", "application/yaml")).body())
          .startsWith("openapi: 3.1.0");
      assertThat(http.send(open(server, "/openapi.yaml", "*/*")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void isReadyWhenEveryStoreAnswersAndSaysWhichDoesNot() {
    try (var server = new ServerInMemory();
        var http = new Http(server.uri())) {
      for (Store store : Store.values()) {
        server.states().up(store);
      }
      HttpResponse<String> ready = http.send(open(server, "/health/readiness", "*/*"));
      server.states().down(Store.REDIS, "127.0.0.1:6379: refused");
      HttpResponse<String> unready = http.send(open(server, "/health/readiness", "*/*"));

      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(unready.statusCode()).isEqualTo(503);
      assertThat(Http.tree(unready).at("/details/stores/details/redis/reason").asText())
          .isEqualTo("127.0.0.1:6379: refused");
      assertThat(http.send(open(server, "/health/liveness", "*/*")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void showsMetricsWithoutAKeyOnlyWhenTold() {
    try (var server = new ServerInMemory(Map.of("TERCET_METRICS_OPEN", "true"));
        var http = new Http(server.uri())) {
      HttpResponse<String> metrics = http.send(open(server, "/prometheus", "*/*"));

      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.body()).contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void refusesRequestsBeyondTheNumberThatMayBeInProgress() throws InterruptedException {
    try (var server = new ServerInMemory(Map.of("TERCET_HTTP_MAX_REQUESTS", "1"));
        var http = new Http(server.uri())) {
      var inside = new CountDownLatch(1);
      var goOn = new CountDownLatch(1);
      server.beforeStores(() -> {
        inside.countDown();
        await(goOn);
      });
      Thread first = Thread.ofVirtual().start(() -> http.get("/projects"));
      await(inside);
      HttpResponse<String> second = http.get("/projects");
      HttpResponse<String> health = http.send(open(server, "/health/liveness", "*/*"));
      HttpResponse<String> metrics = http.get("/prometheus");
      goOn.countDown();
      first.join();

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(Http.tree(second).get("code").asText()).isEqualTo("too-busy");
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(http.get("/projects").statusCode()).isEqualTo(200);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static HttpRequest open(ServerInMemory server, String path, String accept) {
    return HttpRequest.newBuilder(server.uri().resolve(path)).header("Accept", accept).build();
  }
}

package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.tercet.api.Http;
import dev.tercet.api.LogWatch;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.waiting.Waits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WaitTest {
  private static final String HERE = "/projects/p/extractions";
  private static final int PATIENT = 40;

  private final ServerInMemory server =
      new ServerInMemory(
          Map.of("TERCET_HTTP_MAX_REQUESTS", "8", "TERCET_HTTP_MAX_WAITING", "" + PATIENT));
  private final Http http = new Http(server.uri());

  @BeforeEach
  void aProject() {
    assertThat(http.json("PUT", "/projects/p", "{}").statusCode()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void answersAPostWhenItsExtractionIsDone() {
    var answer = later(() -> http.json("POST", HERE + "?wait=60s", letter("a")));
    awaitWaiting(1);
    server.stores().work();

    HttpResponse<String> done = answer.join();
    assertThat(done.statusCode()).isEqualTo(202);
    assertThat(done.headers().firstValue("Location")).isPresent();
    assertThat(Http.tree(done).path("status").asText()).isEqualTo("done");
    assertThat(http.json("POST", HERE + "?wait=60s", letter("a")).statusCode()).isEqualTo(200);
    assertThat(waiting()).isZero();
  }

  @Test
  void answersAFileWhenItsExtractionIsDone() {
    String form =
        """
        --b
        Content-Disposition: form-data; name="file"; filename="a.txt"
        Content-Type: text/plain

        Pay 5.00 EUR to Ada Lovelace.
        --b--
        """
            .replace("\n", "\r\n");
    var answer =
        later(() ->
            http.send(
                http.request(HERE + "?wait=60s")
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(BodyPublishers.ofString(form))
                    .build()));
    awaitWaiting(1);
    server.stores().work();

    assertThat(answer.join().statusCode()).isEqualTo(202);
    assertThat(Http.tree(answer.join()).path("status").asText()).isEqualTo("done");
  }

  @Test
  void answersWithTheStatusAsItIsWhenTheTimeIsOver() {
    HttpResponse<String> accepted = http.json("POST", HERE + "?wait=50ms", letter("a"));

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(Http.tree(accepted).path("status").asText()).isIn("pending", "queued");
    HttpResponse<String> read = http.get(address(accepted) + "?wait=50ms");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(Http.tree(read).path("status").asText()).isIn("pending", "queued");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"60001ms", "61s", "2m", "-1s", "30", "s", "", "1e3s", "99999999999999999s"})
  void refusesAWaitThatIsNoneOrTooLong(String wait) {
    for (HttpResponse<String> refused :
        List.of(
            http.json("POST", HERE + "?wait=" + wait, letter("a")),
            http.get(HERE + "/" + new UUID(1, 2) + "?wait=" + wait))) {
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(Http.tree(refused).path("code").asText()).isEqualTo("invalid-parameter");
      assertThat(Http.tree(refused).path("pointer").asText()).isEqualTo("?wait");
    }
    assertThat(Http.tree(http.get(HERE)).path("items")).isEmpty();
  }

  @Test
  void refusesToWaitForLines() {
    HttpResponse<String> refused =
        http.lines(HERE + "?wait=1s", BodyPublishers.ofString(letter("a")));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Http.tree(http.get(HERE)).path("items")).isEmpty();
  }

  @Test
  void endsWithWhateverEndsTheExtraction() {
    String cancelled = address(http.json("POST", HERE, letter("a")));
    String deleted = address(http.json("POST", HERE, letter("b")));
    var first = later(() -> http.get(cancelled + "?wait=60s"));
    var second = later(() -> http.get(deleted + "?wait=60s"));
    awaitWaiting(2);

    assertThat(http.json("POST", cancelled + "/cancel", "").statusCode()).isEqualTo(202);
    assertThat(http.json("DELETE", deleted, "").statusCode()).isEqualTo(202);

    assertThat(Http.tree(first.join()).path("status").asText()).isEqualTo("cancelled");
    assertThat(second.join().statusCode()).isEqualTo(404);
  }

  @Test
  void starvesNobodyAndAnswersAtOnceBeyondItsBound() {
    String address = address(http.json("POST", HERE, letter("a")));
    List<CompletableFuture<HttpResponse<String>>> patient = new ArrayList<>();
    for (int i = 0; i < PATIENT; i++) {
      patient.add(later(() -> http.get(address + "?wait=60s")));
      awaitWaiting(i + 1);
    }

    assertThat(http.json("POST", HERE, letter("b")).statusCode()).isEqualTo(202);
    HttpResponse<String> atOnce = http.get(address + "?wait=60s");
    assertThat(atOnce.statusCode()).isEqualTo(200);
    assertThat(patient).noneMatch(CompletableFuture::isDone);
    server.stores().work();

    assertThat(patient).allMatch(it -> Http.tree(it.join()).path("status").asText().equals("done"));
    assertThat(waiting()).isZero();
  }

  @Test
  void endsWhenItsClientHangsUp() throws IOException {
    String address = address(http.json("POST", HERE, letter("a")));
    try (var log = new LogWatch("ROOT", Level.INFO)) {
      askAndHangUp(address);
      awaitWaiting(0);
      log.await(it -> it.getFormattedMessage().contains("the client hung up"));
      http.get(address);

      assertThat(log.events()).noneMatch(it -> it.getLevel().isGreaterOrEqual(Level.WARN));
    }
  }

  private void askAndHangUp(String address) throws IOException {
    try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s?wait=60s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(address, ServerInMemory.KEY)
                  .getBytes(StandardCharsets.US_ASCII));
      awaitWaiting(1);
    }
  }

  @Test
  void endsAtOnceWhenTheServiceStops() {
    var answer = later(() -> http.json("POST", HERE + "?wait=60s", letter("a")));
    awaitWaiting(1);
    server.bean(Waits.class).stop();

    assertThat(answer.join().statusCode()).isEqualTo(202);
    assertThat(Http.tree(answer.join()).path("status").asText()).isIn("pending", "queued");
    assertThat(http.json("POST", HERE + "?wait=60s", letter("b")).statusCode()).isEqualTo(202);
  }

  @Test
  void keepsWhatWasTakenWhenTheLedgerIsAwayAfterwards() {
    var posting = later(() -> http.json("POST", HERE + "?wait=60s", letter("a")));
    awaitWaiting(1);
    server.breakStores(ServerInMemory.postgresAway());
    server.bean(Waits.class).stop();

    assertThat(posting.join().statusCode()).isEqualTo(202);
    server.breakStores(null);
    assertThat(Http.tree(http.get(HERE)).path("items")).hasSize(1);
  }

  @Test
  void letsThousandsWaitBehindOneLook() {
    try (var many = new ServerInMemory(Map.of("TERCET_HTTP_MAX_WAITING", "100000"));
        var client = new Http(many.uri())) {
      client.json("PUT", "/projects/p", "{}");
      String id = Http.tree(client.json("POST", HERE, letter("a"))).path("id").asText();
      Waits waits = many.bean(Waits.class);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        all.add(waits.untilEnded(UUID.fromString(id), Duration.ofSeconds(60)));
      }
      assertThat(all).noneMatch(CompletableFuture::isDone);
      many.stores().work();

      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }
  }

  private void awaitWaiting(int wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (waiting() != wanted) {
      assertThat(System.nanoTime()).as("%s wait", waiting()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private int waiting() {
    return (int) server.bean(MeterRegistry.class).get("tercet.http.waiting").gauge().value();
  }

  private static String address(HttpResponse<String> accepted) {
    return HERE + "/" + Http.tree(accepted).path("id").asText();
  }

  private static CompletableFuture<HttpResponse<String>> later(
      Supplier<HttpResponse<String>> request) {
    return CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
  }

  private static String letter(String source) {
    return "{\"source\":\"%s\",\"text\":\"Pay 5.00 EUR to Ada Lovelace.\"}".formatted(source);
  }
}

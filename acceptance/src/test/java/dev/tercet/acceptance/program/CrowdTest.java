package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that announce much and send a byte every ten seconds, beside others. With the settings
 * that nobody has changed: {@code -Dtercet.crowd.defaults=true}.
 */
@Timeout(300)
class CrowdTest {
  private static final boolean DEFAULTS = Boolean.getBoolean("tercet.crowd.defaults");
  private static final Duration BETWEEN_BYTES = Duration.ofSeconds(10);
  private static final int LARGE = 24 << 20;
  private static final List<String> TYPES =
      List.of("application/json", "application/x-ndjson", "multipart/form-data; boundary=x");

  @Test
  void takesEveryPostBesideSlowUploadsAndEndsThose(@TempDir Path data) throws Exception {
    Map<String, String> quick =
        Map.of("TERCET_HTTP_RATE_WINDOW", "3s", "TERCET_HTTP_IDLE_TIMEOUT", "6s");
    var settings = new HashMap<>(DEFAULTS ? Map.of() : quick);
    settings.put("TERCET_EMBEDDING_PROVIDER", "hash");
    try (Tercet tercet = Tercet.serve(data, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Api api = tercet.api();
      api.put("/projects/p", "{}");
      var slow = new ArrayList<Socket>();
      var answers = new ArrayList<Future<String>>();
      try {
        for (int i = 0; i < 204; i++) {
          Socket client = slow(api.address(), TYPES.get(i % TYPES.size()));
          slow.add(client);
          Future<String> answer = threads.submit(() -> read(client));
          answers.add(answer);
          var _ = threads.submit(() -> dribble(client, answer));
        }
        List<Future<Integer>> posts =
            IntStream.range(0, 100).mapToObj(i -> threads.submit(post(api, i))).toList();

        for (Future<Integer> post : posts) {
          assertThat(post.get()).isEqualTo(202);
        }
        for (int i = 0; i < slow.size(); i++) {
          assertThat(answers.get(i).get())
              .as(TYPES.get(i % TYPES.size()))
              .contains("request-timeout");
        }
      } finally {
        for (Socket client : slow) {
          client.close();
        }
      }
      api.awaitDone("p", 100, Duration.ofSeconds(60));
    }
  }

  private static Callable<Integer> post(Api api, int number) {
    return () ->
        api.post(extractions("p"), document("honest-" + number, "Text " + number)).status();
  }

  private static String read(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Sends a byte every ten seconds, until there is an answer. */
  private static boolean dribble(Socket client, Future<String> answer) throws IOException {
    LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
    while (!answer.isDone()) {
      client.getOutputStream().write('{');
      LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
    }
    return true;
  }

  /** A client that has sent the first byte of its body. */
  private static Socket slow(URI address, String type) throws IOException {
    var socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout((int) Duration.ofMinutes(2).toMillis());
    String request =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                .formatted(extractions("p"), Tercet.KEY)
            + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n{".formatted(type, LARGE);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}

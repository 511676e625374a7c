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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that announce much and send next to nothing, beside others. */
@Timeout(180)
class CrowdTest {
  private static final int LARGE = 24 << 20;
  private static final List<String> TYPES =
      List.of("application/json", "application/x-ndjson", "multipart/form-data; boundary=x");

  @Test
  void takesEveryPostBesideSlowUploadsAndEndsThose(@TempDir Path data) throws Exception {
    var settings =
        Map.of(
            "TERCET_EMBEDDING_PROVIDER", "hash",
            "TERCET_HTTP_RATE_WINDOW", "3s",
            "TERCET_HTTP_IDLE_TIMEOUT", "6s");
    try (Tercet tercet = Tercet.serve(data, settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Api api = tercet.api();
      api.put("/projects/p", "{}");
      var slow = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 204; i++) {
          slow.add(slow(api.address(), TYPES.get(i % TYPES.size())));
        }
        List<Future<Integer>> posts =
            IntStream.range(0, 100).mapToObj(i -> threads.submit(post(api, i))).toList();

        for (Future<Integer> post : posts) {
          assertThat(post.get()).isEqualTo(202);
        }
        for (int i = 0; i < slow.size(); i++) {
          byte[] answer = slow.get(i).getInputStream().readAllBytes();
          assertThat(new String(answer, StandardCharsets.UTF_8))
              .as(TYPES.get(i % TYPES.size()))
              .contains("request-timeout");
        }
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
      api.awaitDone("p", 100, Duration.ofSeconds(60));
    }
  }

  private static Callable<Integer> post(Api api, int number) {
    return () ->
        api.post(extractions("p"), document("honest-" + number, "Text " + number)).status();
  }

  /** A client that sends the first byte of its body and no other. */
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

package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.acceptance.program.Api.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops while many clients post over connections that they keep, 200 posts a second where the
 * machine allows it. More stops than one: {@code -Dtercet.stops=20}.
 */
class StopUnderLoadTest {
  private static final int STOPS = Integer.getInteger("tercet.stops", 1);
  private static final int CLIENTS = 20;
  private static final long BETWEEN_POSTS = Duration.ofMillis(100).toNanos();
  private static final int POSTS_BEFORE_THE_STOP = 600;
  private static final Map<String, String> SETTINGS =
      Map.of("TERCET_EMBEDDING_PROVIDER", "hash", "TERCET_DRAIN", "2s");

  @Test
  @Timeout(3_600)
  void breaksNoRequestAndLosesNothing(@TempDir Path folder) throws Exception {
    for (int stop = 0; stop < STOPS; stop++) {
      new Crowd().meetsAStop(folder.resolve("data" + stop));
    }
  }

  /** The clients of one stop. */
  private static final class Crowd {
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch warm = new CountDownLatch(POSTS_BEFORE_THE_STOP);

    void meetsAStop(Path data) throws Exception {
      try (Tercet tercet = Tercet.serve(data, SETTINGS);
          ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
        Api api = tercet.api();
        api.put("/projects/p", "{}");
        var posting = new ArrayList<Future<?>>();
        long begin = System.nanoTime();
        for (int i = 0; i < CLIENTS; i++) {
          posting.add(threads.submit(() -> postUntilNobodyListens(api)));
        }
        assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
        double seconds = (System.nanoTime() - begin) / 1e9;

        assertThat(tercet.stop(Duration.ofSeconds(60))).isZero();
        for (Future<?> client : posting) {
          client.get();
        }
        System.out.printf(
            "stopped under %.0f posts/s: %d accepted, %d broken%n",
            POSTS_BEFORE_THE_STOP / seconds, accepted.size(), broken.size());
      }
      assertThat(broken).isEmpty();
      try (Tercet tercet = Tercet.serve(data, SETTINGS)) {
        Api api = tercet.api();
        api.awaitDone("p", accepted.size(), Duration.ofSeconds(60));
        List<String> found =
            api.all("p").values().stream().map((JsonNode it) -> it.path("id").asText()).toList();
        assertThat(found).containsAll(accepted);
      }
    }

    private void postUntilNobodyListens(Api api) {
      for (long next = System.nanoTime(); ; next += BETWEEN_POSTS) {
        int number = numbers.incrementAndGet();
        try {
          Answer answer = api.post(extractions("p"), document("s" + number, "Text " + number));
          if (answer.status() == 202) {
            accepted.add(answer.json().path("id").asText());
          } else {
            broken.add(answer.status() + " " + answer.text());
          }
          warm.countDown();
        } catch (ConnectException e) {
          return;
        } catch (IOException e) {
          broken.add(e.toString());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
        LockSupport.parkNanos(next + BETWEEN_POSTS - System.nanoTime());
      }
    }
  }
}

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops while many clients post over connections that they keep, once 200 posts a second were
 * answered, or after half a minute where the machine does not allow it. More stops than one: {@code
 * -Dtercet.stops=20}.
 */
@Tag("alone")
class StopUnderLoadTest {
  private static final int STOPS = Integer.getInteger("tercet.stops", 1);
  private static final int CLIENTS = 20;
  private static final long BETWEEN_POSTS = Duration.ofMillis(80).toNanos();
  private static final int ASKED_RATE = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
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
    private final Pace pace = new Pace();

    void meetsAStop(Path data) throws Exception {
      try (Tercet tercet = Tercet.serve(data, SETTINGS);
          ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
        Api api = tercet.api();
        api.put("/projects/p", "{}");
        var posting = new ArrayList<Future<?>>();
        for (int i = 0; i < CLIENTS; i++) {
          posting.add(threads.submit(() -> postUntilNobodyListens(api)));
        }
        double rate = pace.awaitRate(ASKED_RATE, PATIENCE);

        assertThat(tercet.stop(Duration.ofSeconds(60))).isZero();
        for (Future<?> client : posting) {
          client.get();
        }
        System.out.printf(
            "stopped under %.0f posts/s: %d accepted, %d broken%n",
            rate, accepted.size(), broken.size());
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
          pace.answered();
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

  /** How fast posts are answered, read off the last two seconds' worth of them. */
  private static final class Pace {
    private static final int LAST = 2 * ASKED_RATE;

    private final Deque<Long> answers = new ArrayDeque<>();

    synchronized void answered() {
      answers.addLast(System.nanoTime());
      if (answers.size() > LAST) {
        answers.removeFirst();
      }
      notifyAll();
    }

    /** Posts a second at the moment when they reached what was asked, or patience ended. */
    synchronized double awaitRate(double asked, Duration patience) throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos();
          left > 0 && (answers.size() < LAST || rate() < asked);
          left = deadline - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      assertThat(answers).hasSizeGreaterThan(1);
      return rate();
    }

    private double rate() {
      return (answers.size() - 1) * 1e9 / (answers.getLast() - answers.getFirst());
    }
  }
}

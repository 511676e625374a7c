package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.acceptance.program.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * People who post documents to one project and change, delete and cancel some, several at a time.
 * Whoever is told that a store is away asks again, as the answer says. Each call is remembered.
 */
final class Callers implements AutoCloseable {
  /** Every document is cut into so many passages. */
  static final int PASSAGES = 3;

  private static final int AT_ONCE = 8;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A store that says nothing keeps connections, so that others may find none of them free. */
  private static final Set<String> REFUSALS =
      Set.of("store-unavailable", "too-busy", "project-changing");

  private final Api api;
  private final String project;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<Integer, String> ids = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> endings = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  /** One answer, and how long it took. */
  record Call(Answer answer, Duration took) {
    boolean isRefused() {
      return answer.status() == 503;
    }
  }

  Callers(Api api, String project) {
    this.api = api;
    this.project = project;
  }

  /** Begins to post the documents with these numbers; the futures end when all was accepted. */
  List<Future<?>> post(int from, int to) {
    return begin(from, to, this::post);
  }

  /** Begins to change, delete and cancel some of them, which have been posted. */
  List<Future<?>> change(int from, int to) {
    return begin(from, to, this::change);
  }

  private List<Future<?>> begin(int from, int to, Act act) {
    var begun = new ArrayList<Future<?>>();
    for (int n = from; n < to; n++) {
      int number = n;
      begun.add(
          threads.submit(() -> {
            act.on(number);
            return null;
          }));
    }
    return begun;
  }

  /** What is done with the document of that number. */
  @FunctionalInterface
  private interface Act {
    void on(int number) throws Exception;
  }

  /** All answers so far. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many there were, how many of them were refused, and the slowest. */
  static String summary(List<Call> calls) {
    return "%d calls, %d refused, the slowest %d ms"
        .formatted(
            calls.size(),
            calls.stream().filter(Call::isRefused).count(),
            calls.stream().mapToLong(it -> it.took().toMillis()).max().orElse(0));
  }

  /** By the extraction's id the statuses in which it may end. */
  Map<String, Set<String>> endings() {
    return Map.copyOf(endings);
  }

  /** The ids of what must be gone. */
  Set<String> deleted() {
    return Set.copyOf(deleted);
  }

  private void post(int n) throws Exception {
    String id = accepted(n, "first");
    ids.put(n, id);
    endings.put(id, Set.of("done"));
  }

  private void change(int n) throws Exception {
    String first = Objects.requireNonNull(ids.get(n), "posted before");
    String one = extractions(project) + "/" + first;
    switch (n % 10) {
      case 3 -> {
        endings.put(accepted(n, "second"), Set.of("done"));
        endings.put(first, Set.of("superseded"));
      }
      case 5 -> {
        endings.remove(first);
        deleted.add(first);
        until(Set.of(202, 404), () -> api.delete(one));
      }
      case 7 -> {
        int status = until(Set.of(202, 409), () -> api.post(one + "/cancel", "")).status();
        endings.put(first, status == 202 ? Set.of("cancelled") : Set.of("cancelled", "done"));
      }
      default -> {
        // stays as it is
      }
    }
  }

  private String accepted(int n, String version) throws Exception {
    JsonNode extraction =
        until(
                Set.of(200, 202),
                () -> api.post(extractions(project), document("source-" + n, text(n, version))))
            .json();
    return extraction.path("id").asText();
  }

  private Answer until(Set<Integer> wanted, Callable<Answer> call) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      assertThat(System.nanoTime()).as("still refused").isLessThan(deadline);
      long begin = System.nanoTime();
      Answer answer = call.call();
      calls.add(new Call(answer, Duration.ofNanos(System.nanoTime() - begin)));
      if (wanted.contains(answer.status())) {
        return answer;
      }
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.json().path("code").asText()).isIn(REFUSALS);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Paragraphs of just under a hundred characters that no other document has. */
  private String text(int n, String version) {
    var text = new StringBuilder();
    for (int part = 0; part < PASSAGES; part++) {
      text.append(
          "The %s version of %s %06d has a part %d ".formatted(version, project, n, part)
              + "x".repeat(35)
              + "\n\n");
    }
    return text.toString();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}

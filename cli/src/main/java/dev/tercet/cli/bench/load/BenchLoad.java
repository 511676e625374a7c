package dev.tercet.cli.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Posts documents one by one, at a fixed rate or as fast as they are accepted, and notes when. At a
 * fixed rate a document counts from when its turn came, so that a service that falls behind cannot
 * hide it by slowing the measurement down.
 */
public final class BenchLoad {
  /** Requests under way at once; below what the service takes. */
  private static final int AT_ONCE = 256;

  private static final Duration AFTER_REFUSAL = Duration.ofMillis(250);

  private final ApiClient client;
  private final String project;
  private final InstantSource clock;
  private final Map<String, Instant> turns = new ConcurrentHashMap<>();
  private final Map<String, Duration> accepting = new ConcurrentHashMap<>();
  private final LongAdder refusals = new LongAdder();

  public BenchLoad(ApiClient client, String project, InstantSource clock) {
    this.client = client;
    this.project = project;
    this.clock = clock;
  }

  /** When each extraction's turn to be posted came, by its id. */
  public Map<String, Instant> turns() {
    return Map.copyOf(turns);
  }

  /** How long each post took until it was accepted. */
  public List<Duration> accepting() {
    return List.copyOf(accepting.values());
  }

  /** How often the service asked to come again later. */
  public long refusals() {
    return refusals.sum();
  }

  /** Posts so many documents; returns when all are accepted. */
  public void post(int documents, Optional<Double> perSecond, Terminal progress) {
    var room = new Semaphore(AT_ONCE);
    List<Future<?>> posts = new ArrayList<>(documents);
    var pace = new LoopSignal();
    Instant start = clock.instant();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < documents; i++) {
        int number = i;
        Optional<Instant> turn = perSecond.map(rate -> start.plus(after(number, rate)));
        turn.ifPresent(at -> awaitTurn(at, pace));
        room.acquireUninterruptibly();
        posts.add(
            threads.submit(() -> {
              try {
                postOne(number, turn.orElseGet(clock::instant));
              } finally {
                room.release();
              }
            }));
        progress.progress(number + 1L, documents, "posted");
      }
      posts.forEach(post -> ApiClient.result(post));
    }
  }

  private static Duration after(int number, double rate) {
    return Duration.ofNanos((long) (number * Duration.ofSeconds(1).toNanos() / rate));
  }

  private void awaitTurn(Instant at, LoopSignal pace) {
    Duration left = Duration.between(clock.instant(), at);
    if (left.isPositive()) {
      pace.rest(left);
    }
  }

  private void postOne(int number, Instant turn) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", "letter-" + number)
            .put("text", text(number));
    Instant sent = clock.instant();
    Optional<JsonNode> extraction = accepted(document);
    while (extraction.isEmpty()) {
      refusals.increment();
      new LoopSignal().rest(AFTER_REFUSAL);
      extraction = accepted(document);
    }
    String id = extraction.get().path("id").asText();
    turns.put(id, turn);
    accepting.put(id, Duration.between(sent, clock.instant()));
  }

  /** One passage; no two are alike. */
  private static String text(int number) {
    return """
    Letter %d of 3 May 2024 to the office of works.

    The consignment left the harbour on time, and the papers went with the driver. Whoever signs
    for it at the gate keeps the yellow copy; the white one comes back to us. The pallets are to
    be stacked no higher than two, since the roof of the hall is under repair until the summer,
    and the lorry may not wait in the lane. For the storage we charge what was agreed last year.
    We ask you to confirm by return, and to name the person who will be there in the morning.
    """
        .formatted(number);
  }

  /** Empty when there is too much under way. */
  private Optional<JsonNode> accepted(ObjectNode document) {
    try {
      return Optional.of(client.send("POST", "/projects/" + project + "/extractions", document));
    } catch (ApiClient.ApiException e) {
      if (e.isBusy()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

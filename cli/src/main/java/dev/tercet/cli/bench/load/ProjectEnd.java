package dev.tercet.cli.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Waits for the documents of a project, and says when each was done. */
public final class ProjectEnd {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int PAGE = 1_000;

  private final ApiClient client;
  private final String project;
  private final LoopSignal pause = new LoopSignal();

  public ProjectEnd(ApiClient client, String project) {
    this.client = client;
    this.project = project;
  }

  /** Waits until so many have ended; how many are done. */
  public long await(long documents, Terminal progress) {
    JsonNode counts = counts();
    while (ended(counts) < documents) {
      progress.progress(ended(counts), documents, "ended");
      pause.rest(LOOK);
      counts = counts();
    }
    return counts.path(Status.DONE.label()).asLong();
  }

  private JsonNode counts() {
    return client.get("/projects/" + project).path("counts");
  }

  private static long ended(JsonNode counts) {
    return Stream.of(Status.values())
        .filter(Status::isFinal)
        .mapToLong(it -> counts.path(it.label()).asLong())
        .sum();
  }

  /**
   * When each was done, by the database's clock.
   *
   * @param field by which each is named: id or source
   */
  public Map<String, Instant> doneAt(String field) {
    Map<String, Instant> doneAt = new HashMap<>();
    forEach(extraction -> {
      if (extraction.hasNonNull("doneAt")) {
        doneAt.put(
            extraction.path(field).asText(), Instant.parse(extraction.path("doneAt").asText()));
      }
    });
    return doneAt;
  }

  /** What a number of each comes to in all; {@code pointer} leads to it. */
  public long sum(String pointer) {
    var sum = new LongAdder();
    forEach(extraction -> sum.add(extraction.at(pointer).asLong()));
    return sum.sum();
  }

  private void forEach(Consumer<JsonNode> extractions) {
    String next = "";
    do {
      JsonNode page =
          client.get("/projects/" + project + "/extractions?limit=" + PAGE + cursor(next));
      page.path("items").forEach(extractions);
      next = page.path("next").asText();
    } while (!next.isEmpty());
  }

  private static String cursor(String next) {
    return next.isEmpty() ? "" : "&cursor=" + ApiClient.encoded(next);
  }
}

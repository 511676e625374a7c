package dev.tercet.cli.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Waits for the documents of some projects, and says when each was done. */
public final class ProjectEnd {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** So many rests, and the service is asked though it has not counted so many itself. */
  private static final int MOST_RESTS = 50;

  private static final int PAGE = 1_000;

  private final ApiClient client;
  private final List<String> projects;
  private final LongSupplier endedHere;
  private final int mostRests;
  private final LoopSignal pause = new LoopSignal();
  private long ended;
  private long endedHereThen;

  /** Asks the service every tenth of a second. */
  public ProjectEnd(ApiClient client, String project) {
    this(client, List.of(project), () -> 0, 1);
  }

  /**
   * Asks the service once it has probably ended them, so that asking costs it nothing meanwhile.
   *
   * @param endedHere how many the service in this process says it has ended, of any project
   */
  public ProjectEnd(ApiClient client, List<String> projects, LongSupplier endedHere) {
    this(client, projects, endedHere, MOST_RESTS);
  }

  private ProjectEnd(
      ApiClient client, List<String> projects, LongSupplier endedHere, int mostRests) {
    this.client = client;
    this.projects = List.copyOf(projects);
    this.endedHere = endedHere;
    this.mostRests = mostRests;
    endedHereThen = endedHere.getAsLong();
  }

  /**
   * What became of documents.
   *
   * @param doneAt by source, with the database's clock; those that are not done are missing
   * @param passages that they were cut into
   * @param tokens that the model read and wrote, as the ledger has them
   */
  public record Outcome(Map<String, Instant> doneAt, long passages, long tokens) {
    public Outcome {
      doneAt = Map.copyOf(doneAt);
    }
  }

  /** Waits until so many have ended; how many are done. */
  public long await(long documents, Terminal progress) {
    OptionalLong done = done(documents);
    while (done.isEmpty()) {
      rest(documents, progress);
      done = done(documents);
    }
    return done.getAsLong();
  }

  /** Rests until so many have probably ended, or it is time to ask. */
  public void rest(long documents, Terminal progress) {
    for (int rests = 0; rests < mostRests; rests++) {
      long now = ended + endedHere.getAsLong() - endedHereThen;
      if (now >= documents) {
        return;
      }
      progress.progress(now, documents, "ended");
      pause.rest(LOOK);
    }
  }

  /** Asks the service; how many are done, once so many have ended. */
  public OptionalLong done(long documents) {
    endedHereThen = endedHere.getAsLong();
    ended = 0;
    long done = 0;
    for (String project : projects) {
      JsonNode counts = client.get("/projects/" + project).path("counts");
      ended += ended(counts);
      done += counts.path(Status.DONE.label()).asLong();
    }
    return ended < documents ? OptionalLong.empty() : OptionalLong.of(done);
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
      putDone(doneAt, field, extraction);
      return true;
    });
    return doneAt;
  }

  /** What became of these, which must be the newest of their projects. */
  public Outcome of(Set<String> sources) {
    Map<String, Instant> doneAt = new HashMap<>();
    var passages = new LongAdder();
    var tokens = new LongAdder();
    forEach(extraction -> {
      boolean isOne = sources.contains(extraction.path("source").asText());
      if (isOne) {
        putDone(doneAt, "source", extraction);
        passages.add(extraction.at("/passages/total").asLong());
        tokens.add(extraction.at("/usage/inputTokens").asLong());
        tokens.add(extraction.at("/usage/outputTokens").asLong());
      }
      return isOne;
    });
    return new Outcome(doneAt, passages.sum(), tokens.sum());
  }

  private static void putDone(Map<String, Instant> doneAt, String field, JsonNode extraction) {
    if (extraction.hasNonNull("doneAt")) {
      doneAt.put(
          extraction.path(field).asText(), Instant.parse(extraction.path("doneAt").asText()));
    }
  }

  /** What a number of each comes to in all; {@code pointer} leads to it. */
  public long sum(String pointer) {
    var sum = new LongAdder();
    forEach(extraction -> {
      sum.add(extraction.at(pointer).asLong());
      return true;
    });
    return sum.sum();
  }

  /** The newest of each project first, page by page while each one of a page is wanted. */
  private void forEach(Predicate<JsonNode> extractions) {
    for (String project : projects) {
      String next = "";
      boolean wanted = true;
      do {
        JsonNode page =
            client.get("/projects/" + project + "/extractions?limit=" + PAGE + cursor(next));
        for (JsonNode extraction : page.path("items")) {
          wanted &= extractions.test(extraction);
        }
        next = page.path("next").asText();
      } while (wanted && !next.isEmpty());
    }
  }

  private static String cursor(String next) {
    return next.isEmpty() ? "" : "&cursor=" + ApiClient.encoded(next);
  }
}

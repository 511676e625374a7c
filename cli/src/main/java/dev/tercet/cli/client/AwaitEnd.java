package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waits until extractions have ended, one way or another. */
public final class AwaitEnd {
  private static final Set<String> ENDED =
      Stream.of(Status.values())
          .filter(status -> !status.isInFlight())
          .map(Status::label)
          .collect(Collectors.toUnmodifiableSet());
  private static final int AT_ONCE = 8;
  private static final int IN_A_ROUND = 256;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ApiClient client;
  private final String path;

  public AwaitEnd(ApiClient client, String project) {
    this.client = client;
    path = "/projects/" + ApiClient.encoded(project) + "/extractions/";
  }

  /** The extractions as they ended, by id; one that was deleted meanwhile is missing. */
  public Map<String, JsonNode> await(Collection<String> ids, Terminal terminal) {
    Map<String, JsonNode> ended = new LinkedHashMap<>();
    List<String> open = new ArrayList<>(ids);
    var pause = new LoopSignal();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      while (!open.isEmpty()) {
        List<String> round = List.copyOf(open.subList(0, Math.min(IN_A_ROUND, open.size())));
        int before = open.size();
        look(round, threads, ended, open);
        terminal.progress(ids.size() - open.size(), ids.size(), "extracted");
        if (open.size() == before) {
          pause.rest(PAUSE);
        }
      }
    }
    return ended;
  }

  /** Those that have not ended go to the end of the list. */
  private void look(
      List<String> round, ExecutorService threads, Map<String, JsonNode> ended, List<String> open) {
    List<Future<JsonNode>> answers = new ArrayList<>();
    for (String id : round) {
      Callable<JsonNode> call = () -> client.find(path + id);
      answers.add(threads.submit(call));
    }
    open.subList(0, round.size()).clear();
    for (int i = 0; i < round.size(); i++) {
      JsonNode extraction = ApiClient.result(answers.get(i));
      if (extraction != null && ENDED.contains(extraction.path("status").asText())) {
        ended.put(round.get(i), extraction);
      } else if (extraction != null) {
        open.add(round.get(i));
      }
    }
  }
}

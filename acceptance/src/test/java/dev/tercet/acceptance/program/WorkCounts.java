package dev.tercet.acceptance.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is asked of the stores for each document of a load.
 *
 * @param perDocument by what is counted
 */
record WorkCounts(Map<String, Double> perDocument) {
  /** By how much a count may exceed the recorded one. */
  private static final double MOST_GROWTH = 1.2;

  /**
   * A count below this share of the recorded one is none: after a slow burst too much may have been
   * taken off as what the idle service asks.
   */
  private static final double LEAST_SHARE = 0.25;

  /**
   * What is judged. Round trips to Redis are not: a worker that looks often while few messages
   * stand ready makes twice as many as one that comes late.
   */
  static final Set<String> JUDGED =
      Set.of("commits", "statements", "postgresRoundTrips", "redisCommands", "qdrantRequests");

  private static final ObjectMapper JSON = new ObjectMapper();

  WorkCounts {
    perDocument = new TreeMap<>(perDocument);
  }

  /** The least of each count, of those above zero. */
  static WorkCounts leastOf(List<JsonNode> rounds) {
    return leastOf(rounds, new WorkCounts(Map.of()));
  }

  /**
   * The least of each count: a batch that is not full asks for more, and when the machine is busy
   * with something else few are full. What is far below the recorded is left out.
   */
  static WorkCounts leastOf(List<JsonNode> rounds, WorkCounts recorded) {
    Map<String, Double> least = new TreeMap<>();
    for (JsonNode round : rounds) {
      for (var each : round.path("beyondIdlePerDocument").properties()) {
        double count = each.getValue().asDouble();
        double before = recorded.perDocument.getOrDefault(each.getKey(), 0.0);
        if (count > before * LEAST_SHARE) {
          least.merge(each.getKey(), count, Math::min);
        }
      }
    }
    return new WorkCounts(least);
  }

  /** The middle one of each count that all of these have. */
  static WorkCounts middleOf(List<WorkCounts> all) {
    Map<String, Double> middle = new TreeMap<>();
    for (String name : all.getFirst().perDocument.keySet()) {
      List<Double> sorted =
          all.stream()
              .map(it -> Objects.requireNonNull(it.perDocument.get(name), name))
              .sorted()
              .toList();
      middle.put(name, sorted.get(sorted.size() / 2));
    }
    return new WorkCounts(middle);
  }

  static WorkCounts read(Path file) throws IOException {
    Map<String, Double> recorded = new TreeMap<>();
    JSON.readTree(file.toFile())
        .properties()
        .forEach(it -> recorded.put(it.getKey(), it.getValue().asDouble()));
    return new WorkCounts(recorded);
  }

  /** Writes those that are judged. */
  void write(Path file) throws IOException {
    Map<String, Double> judged = new TreeMap<>(perDocument);
    judged.keySet().retainAll(JUDGED);
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(judged) + "\n");
  }

  /** What exceeds the recorded by more than a fifth, or was counted in no round, each in words. */
  List<String> grownSince(WorkCounts recorded) {
    List<String> grown = new ArrayList<>();
    recorded.perDocument.forEach((name, before) -> {
      Double now = perDocument.get(name);
      if (now == null) {
        grown.add(
            "%s per document: %s recorded, at most a quarter of it counted"
                .formatted(name, before));
      } else if (now > before * MOST_GROWTH) {
        grown.add("%s per document: %s recorded, %s measured".formatted(name, before, now));
      }
    });
    return grown;
  }

  String json() throws JsonProcessingException {
    return JSON.writeValueAsString(perDocument);
  }
}

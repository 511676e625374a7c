package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.Letters;
import dev.tercet.cli.bench.load.ProjectEnd;
import dev.tercet.cli.command.RecoverCommand;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.UUID;

/** W4 and W6: what a sweep takes when points are gone, and when nothing is wrong. */
final class RepairWork {
  private static final int SWEEPS = 3;
  private static final int LOST_ONE_IN = 10;
  private static final double NANOS = 1e9;

  private final WorkPlace place;
  private final int documents;

  RepairWork(WorkPlace place, int documents) {
    this.place = place;
    this.documents = documents;
  }

  /** A sweep, and what it said. */
  private record Sweep(JsonNode report, double seconds) {}

  /** Some sweeps over what is stored, with the documents of one project in it. */
  ObjectNode clean() {
    String project = filled();
    ArrayNode seconds = JsonNodeFactory.instance.arrayNode();
    long examined = 0;
    boolean complete = true;
    for (int i = 0; i < SWEEPS; i++) {
      Sweep sweep = sweep(project);
      seconds.add(sweep.seconds());
      examined = sweep.report().at("/examined/points").asLong();
      complete &= sweep.report().path("complete").asBoolean();
    }
    ObjectNode json = place.line(Work.W6).put("documents", documents);
    json.put("points", examined).put("complete", complete).set("seconds", seconds);
    return json.put("failed", complete ? 0 : 1);
  }

  /** A tenth of the points deleted behind its back, and what it takes until they are there. */
  ObjectNode lost() throws InterruptedException {
    String project = filled();
    sweep(project);
    int lost = Math.max(1, documents / LOST_ONE_IN);
    List<UUID> points = points(project, lost);
    new LostPoints(place.stores()).delete(points);
    double calls = calls();
    Sweep sweep = sweep(project);
    long repaired = sweep.report().at("/drift/missing-point/repaired").asLong();
    ObjectNode json = place.line(Work.W4).put("documents", documents).put("lost", points.size());
    json.put("repaired", repaired).put("seconds", sweep.seconds());
    json.put("modelCalls", Math.round(calls() - calls));
    return json.put("failed", points.size() - repaired);
  }

  private String filled() {
    String project = place.project();
    place.progress().plain("posting %d documents …".formatted(documents));
    try (BurstLoad load = place.load(List.of(project), Letters::text)) {
      load.post(documents);
      new ProjectEnd(place.client(), project).await(documents, place.progress());
    }
    return project;
  }

  private Sweep sweep(String project) {
    place.progress().plain("comparing the stores …");
    long start = System.nanoTime();
    JsonNode report =
        RecoverCommand.recover(
            place.client(), project, JsonNodeFactory.instance.objectNode().put("limit", 1_000_000));
    double seconds = (System.nanoTime() - start) / NANOS;
    return new Sweep(report, Rounded.hundredths(seconds));
  }

  private List<UUID> points(String project, int most) {
    return new ProjectEnd(place.client(), project)
        .doneAt("id").keySet().stream()
            .limit(most)
            .map(id -> "/projects/" + project + "/extractions/" + id + "/passages")
            .map(path -> place.client().get(path).at("/items/0/embeddingId").asText())
            .map(UUID::fromString)
            .toList();
  }

  private double calls() {
    return place.service().meters().find("tercet.llm.calls").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}

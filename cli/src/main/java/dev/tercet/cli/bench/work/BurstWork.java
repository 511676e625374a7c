package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.HeapPeak;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.Letters;
import dev.tercet.cli.bench.load.LoadTimes;
import dev.tercet.cli.bench.load.ProjectEnd;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;

/** So many documents at once, until all are done: W1, and whatever is made of it. */
final class BurstWork {
  private final WorkPlace place;
  private final int documents;
  private final IntFunction<String> texts;

  /** Of letters of one passage. */
  BurstWork(WorkPlace place, int documents) {
    this(place, documents, Letters::text);
  }

  BurstWork(WorkPlace place, int documents, IntFunction<String> texts) {
    this.place = place;
    this.documents = documents;
    this.texts = texts;
  }

  /** One round in a project of its own. */
  ObjectNode measure(Work work, int round) throws SQLException {
    String project = place.project();
    var end = new ProjectEnd(place.client(), project);
    ObjectNode json = place.line(work).put("round", round).put("documents", documents);
    place.progress().plain("round %d: posting %d documents …".formatted(round, documents));
    HeapPeak.reset();
    try (var load = load(project)) {
      CostReading before = place.meter().read();
      load.post(documents);
      long done = end.await(documents, place.progress());
      CostReading after = place.meter().read();
      long heap = HeapPeak.bytes();
      LoadTimes times =
          LoadTimes.of(
              load.turns(),
              end.doneAt("source"),
              place.meter().stores().databaseAhead(place.clock()));
      times.putRate(json);
      json.put("failed", documents - done).put("passages", end.sum("/passages/total"));
      json.set("latencyMs", times.latencies(_ -> true).json());
      after.putSince(before, documents, json);
      json.put("heapPeakBytes", heap);
    }
    return json;
  }

  private BurstLoad load(String project) {
    return new BurstLoad(List.of(place.base()), place.key(), project, place.clock(), texts);
  }
}

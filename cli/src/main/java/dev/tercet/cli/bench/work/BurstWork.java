package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.HeapPeak;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.ProjectEnd;
import java.sql.SQLException;

/** W1: so many documents at once, until all are done. */
final class BurstWork {
  private final WorkPlace place;
  private final int documents;

  BurstWork(WorkPlace place, int documents) {
    this.place = place;
    this.documents = documents;
  }

  /** One round in a project of its own. */
  ObjectNode measure(int round) throws SQLException {
    String project = place.project();
    var end = new ProjectEnd(place.client(), project);
    ObjectNode json = place.line(Work.W1).put("round", round).put("documents", documents);
    place.progress().plain("round %d: posting %d documents …".formatted(round, documents));
    HeapPeak.reset();
    try (var load = new BurstLoad(place.base(), place.key(), project, place.clock())) {
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
      json.put("failed", documents - done);
      json.set("latencyMs", times.latencies(_ -> true).json());
      after.putSince(before, documents, json);
      json.put("heapPeakBytes", heap);
    }
    return json;
  }
}

package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.load.BenchLoad;
import dev.tercet.cli.bench.load.LoadTimes;
import dev.tercet.cli.bench.load.ProjectEnd;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** W3: single documents at a fixed rate, the first seconds apart. */
final class LatencyWork {
  private static final int FIRST_SECONDS = 20;

  private final WorkPlace place;
  private final int seconds;

  LatencyWork(WorkPlace place, int seconds) {
    this.place = place;
    this.seconds = seconds;
  }

  /** So many a second, in a project of its own. */
  ObjectNode measure(int rate) throws SQLException {
    String project = place.project();
    int documents = rate * seconds;
    var load = new BenchLoad(place.client(), project, place.clock());
    var end = new ProjectEnd(place.client(), project);
    place.progress().plain("posting %d a second for %d s …".formatted(rate, seconds));
    CostReading before = place.meter().read();
    load.post(documents, Optional.of((double) rate), place.progress());
    long done = end.await(documents, place.progress());
    CostReading after = place.meter().read();
    LoadTimes times =
        LoadTimes.of(
            load.turns(), end.doneAt("id"), place.meter().stores().databaseAhead(place.clock()));
    Instant warm = times.first().plusSeconds(FIRST_SECONDS);
    ObjectNode json = place.line(Work.W3).put("rate", rate).put("documents", documents);
    times.putRate(json);
    json.put("failed", documents - done).put("refusals", load.refusals());
    json.set("firstSecondsMs", times.latencies(it -> it.isBefore(warm)).json());
    if (seconds > FIRST_SECONDS) {
      json.set("latencyMs", times.latencies(it -> !it.isBefore(warm)).json());
    }
    after.putSince(before, documents, json);
    return json;
  }
}

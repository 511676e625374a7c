package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.HeapPeak;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.Letters;
import dev.tercet.cli.bench.load.LoadTimes;
import dev.tercet.cli.bench.load.ProjectEnd;
import dev.tercet.cli.bench.load.ProjectEnd.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** So many documents at once, until all are done: W1, and whatever is made of it. */
final class BurstWork {
  /** In which the idle service is counted, after the burst. */
  private static final Duration IDLE = Duration.ofSeconds(2);

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
  ObjectNode measure(Work work, int round) throws SQLException, InterruptedException {
    List<String> projects = List.of(place.project());
    ObjectNode json = place.line(work).put("round", round);
    place.progress().plain("round %d: posting %d documents …".formatted(round, documents));
    var end = new ProjectEnd(place.client(), projects, place::ended);
    // W8 is of bursts without a pause.
    return measure(json, projects, end, 0, work != Work.W8);
  }

  /**
   * One round in projects in which there is something already.
   *
   * @param end of the documents in these projects
   * @param stored how many there are, with lower numbers
   */
  ObjectNode measure(ObjectNode json, List<String> projects, ProjectEnd end, int stored)
      throws SQLException, InterruptedException {
    return measure(json, projects, end, stored, true);
  }

  private ObjectNode measure(
      ObjectNode json, List<String> projects, ProjectEnd end, int stored, boolean waitsForIndex)
      throws SQLException, InterruptedException {
    json.put("documents", documents);
    HeapPeak.reset();
    try (BurstLoad load = place.load(projects, texts)) {
      CostReading before = place.meter().read();
      load.post(stored, documents);
      CostReading after = before;
      OptionalLong done = OptionalLong.empty();
      while (done.isEmpty()) {
        end.rest(stored + documents, place.progress());
        after = place.meter().read();
        done = end.done(stored + documents);
      }
      long heap = HeapPeak.bytes();
      try (IndexWatch index = waitsForIndex ? IndexWatch.begin(place, after) : null) {
        CostReading.Idle idle = place.meter().idle(IDLE);
        Outcome outcome = end.of(load.turns().keySet());
        putTimes(load, outcome, json);
        json.put("failed", stored + documents - done.getAsLong());
        after.putSince(before, documents, json);
        after.putBeyondIdle(before, idle, documents, json);
        json.put("heapPeakBytes", heap);
        if (index != null) {
          index.measure(documents, json);
        }
      }
    }
    return json;
  }

  private void putTimes(BurstLoad load, Outcome outcome, ObjectNode json) throws SQLException {
    LoadTimes times =
        LoadTimes.of(
            load.turns(), outcome.doneAt(), place.meter().stores().databaseAhead(place.clock()));
    times.putRate(json);
    json.put("tokensPerSecond", times.perSecond(outcome.tokens()));
    json.put("passages", outcome.passages());
    json.set("latencyMs", times.latencies(_ -> true).json());
  }
}

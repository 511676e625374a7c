package dev.tercet.cli.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.HeapPeak;
import dev.tercet.cli.bench.count.Latencies;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.cli.bench.count.SearchCost;
import dev.tercet.cli.bench.load.BenchLoad;
import dev.tercet.cli.bench.load.LoadTimes;
import dev.tercet.cli.bench.load.ProjectEnd;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.service.StoreCounters;
import dev.tercet.cli.service.StoreCounters.Rates;
import dev.tercet.cli.service.StoreCounters.Reading;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * One measurement: rest, load, wait, rest, and look at what the service and the stores say of it.
 */
final class BenchRun {

  private final ApiClient client;
  private final String project;
  private final StoreCounters counters;
  private final InstantSource clock;
  private final Terminal progress;
  private final Duration settle;
  private final MeterRegistry meters;
  private final LoopSignal pause = new LoopSignal();

  /**
   * What is measured and how.
   *
   * @param settle the rest before and after the load, in which the stores tell all that they count
   * @param meters what the service counts
   */
  record Setting(String project, Duration settle, InstantSource clock, MeterRegistry meters) {}

  BenchRun(ApiClient client, Setting setting, StoreCounters counters, Terminal progress) {
    this.client = client;
    this.project = setting.project();
    this.settle = setting.settle();
    this.clock = setting.clock();
    meters = setting.meters();
    this.counters = counters;
    this.progress = progress;
  }

  /** So many documents in a project that is gone afterwards, until the JVM has compiled its way. */
  void warmUp(int documents) {
    if (documents == 0) {
      return;
    }
    String other = project + "-warm";
    progress.plain("warming up with " + documents + " documents …");
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    client.send("PUT", "/projects/" + other, nothing);
    new BenchLoad(client, other, clock).post(documents, Optional.empty(), progress);
    new ProjectEnd(client, other).await(documents, progress);
    client.send("DELETE", "/projects/" + other, nothing);
  }

  /** Measures; the project must exist and be empty. */
  ObjectNode measure(int documents, Optional<Double> perSecond) throws SQLException {
    progress.plain("resting, until the stores have told all that they count …");
    pause.rest(settle);
    var load = new BenchLoad(client, project, clock);
    var end = new ProjectEnd(client, project);
    HeapPeak.reset();
    Reading before = counters.read();
    SearchCost indexed = SearchCost.read(meters);
    progress.plain("posting " + documents + " documents …");
    load.post(documents, perSecond, progress);
    progress.plain("all accepted; waiting until all have ended …");
    long done = end.await(documents, progress);
    long heap = HeapPeak.bytes();
    progress.plain("all ended; resting and measuring the idle service …");
    pause.rest(settle);
    Reading after = counters.read();
    pause.rest(settle.dividedBy(2));
    Rates idle = counters.read().since(after);

    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("documents", documents);
    perSecond.ifPresent(rate -> json.put("rate", rate));
    putTimes(json, load, end.doneAt("id"));
    json.put("failed", documents - done);
    json.put("refusals", load.refusals());
    Rates loaded = after.since(before);
    json.putObject("perExtraction")
        .put(
            "postgresTransactions", Rounded.hundredths(loaded.transactionsBeyond(idle) / documents))
        .put("redisCommands", Rounded.hundredths(loaded.commandsBeyond(idle) / documents));
    json.putObject("idlePerSecond")
        .put("postgresTransactions", Rounded.hundredths(idle.transactions()))
        .put("redisCommands", Rounded.hundredths(idle.commands()));
    json.set("searchIndex", SearchCost.read(meters).since(indexed));
    json.put("heapPeakBytes", heap);
    return json;
  }

  /** Latency from a document's turn to its end, throughput from the first turn to the last end. */
  private void putTimes(ObjectNode json, BenchLoad load, Map<String, Instant> doneAt)
      throws SQLException {
    LoadTimes times = LoadTimes.of(load.turns(), doneAt, counters.databaseAhead(clock));
    times.putRate(json);
    json.set("latencyMs", times.latencies(_ -> true).json());
    json.set("acceptMs", Latencies.of(load.accepting()).json());
  }
}

package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.CostMeter;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.Letters;
import dev.tercet.cli.bench.load.LoadTimes;
import dev.tercet.cli.bench.load.ProjectEnd;
import dev.tercet.cli.client.ApiClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** W9: the burst shared by several processes on the same stores. */
final class CrowdWork {
  private static final double NANOS_PER_MILLI = 1_000_000;

  private final WorkProcesses processes;
  private final int documents;

  CrowdWork(WorkProcesses processes, int documents) {
    this.processes = processes;
    this.documents = documents;
  }

  /** By so many, each of which is fresh. */
  ObjectNode measure(int count) throws IOException, InterruptedException, SQLException {
    List<ServiceProcess> started = new ArrayList<>();
    try {
      List<URI> addresses = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        started.add(processes.start("%d-of-%d".formatted(i + 1, count)));
      }
      for (ServiceProcess each : started) {
        addresses.add(each.awaitReady());
      }
      return shared(started, addresses);
    } finally {
      for (ServiceProcess each : started) {
        each.close();
      }
    }
  }

  private ObjectNode shared(List<ServiceProcess> started, List<URI> addresses) throws SQLException {
    ObjectNode json = processes.stores().line(Work.W9);
    json.put("processes", started.size()).put("documents", documents);
    String project = processes.projectName();
    processes.create(addresses.getFirst(), project);
    try (ApiClient client = processes.client(addresses.getFirst());
        var meter = new CostMeter(processes.stores().places(), new SimpleMeterRegistry());
        var load =
            new BurstLoad(
                addresses, processes.key(), List.of(project), processes.clock(), Letters::text)) {
      var end = new ProjectEnd(client, project);
      Duration cpu = cpu(started);
      CostReading before = meter.read();
      load.post(documents);
      long done = end.await(documents, processes.progress());
      CostReading after = meter.read();
      Duration used = cpu(started).minus(cpu);
      LoadTimes times =
          LoadTimes.of(
              load.turns(), end.doneAt("source"), meter.stores().databaseAhead(processes.clock()));
      times.putRate(json);
      json.put("failed", documents - done);
      json.set("latencyMs", times.latencies(_ -> true).json());
      after.putOfStores(before, documents, json);
      json.withObject("/cpuMsPerDocument")
          .put("jvms", Rounded.tenThousandths(used.toNanos() / NANOS_PER_MILLI / documents));
      processes.leave(client, project);
    }
    return json;
  }

  private static Duration cpu(List<ServiceProcess> all) {
    return all.stream().map(ServiceProcess::cpu).reduce(Duration.ZERO, Duration::plus);
  }
}

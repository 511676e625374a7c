package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.ProjectEnd;
import dev.tercet.cli.client.ApiClient;
import java.io.IOException;
import java.net.URI;

/** W2: the service is killed in the middle of a burst, and another takes over. */
final class CrashWork {
  private static final double NANOS = 1e9;

  private final WorkProcesses processes;
  private final int documents;

  CrashWork(WorkProcesses processes, int documents) {
    this.processes = processes;
    this.documents = documents;
  }

  /** How long the second one takes from ready to all done, and what was paid twice. */
  ObjectNode measure() throws IOException, InterruptedException {
    ObjectNode json = processes.stores().line(Work.W2).put("documents", documents);
    String project = processes.projectName();
    long killed;
    try (ServiceProcess first = processes.start("first")) {
      URI base = first.awaitReady();
      processes.create(base, project);
      json.put("doneWhenKilled", postAndWaitForHalf(base, project));
      first.kill();
      killed = System.nanoTime();
    }
    try (ServiceProcess second = processes.start("second")) {
      URI base = second.awaitReady();
      long ready = System.nanoTime();
      json.put("readySeconds", seconds(killed, ready));
      try (ApiClient client = processes.client(base)) {
        var end = new ProjectEnd(client, project);
        long done = end.await(documents, processes.progress());
        json.put("secondsFromReady", seconds(ready, System.nanoTime()));
        json.put("done", done).put("failed", documents - done);
        long calls = end.sum("/usage/calls");
        json.put("calls", calls).put("paidTwice", calls - documents);
        processes.leave(client, project);
      }
    }
    return json;
  }

  /** The queue is paused while documents are posted, so that the middle is after their posts. */
  private long postAndWaitForHalf(URI base, String project) {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    try (ApiClient client = processes.client(base);
        var load = new BurstLoad(base, processes.key(), project, processes.clock())) {
      client.send("POST", "/queues/default/pause", nothing);
      load.post(documents);
      client.send("POST", "/queues/default/resume", nothing);
      var end = new ProjectEnd(client, project);
      return end.await(documents / 2, processes.progress());
    }
  }

  private static double seconds(long from, long to) {
    return Rounded.hundredths((to - from) / NANOS);
  }
}

package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.wiring.SteadyClock;
import dev.tercet.cli.bench.count.CostMeter;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.demo.DemoCommand;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.saga.Status;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** A service in this process on the stores of a measurement, and all that looks at it. */
final class WorkPlace implements AutoCloseable {
  private final WorkStores stores;
  private final Settings settings;
  private final TercetConfig config;
  private final Terminal progress;
  private final InstantSource clock = SteadyClock.beside(InstantSource.system()).steady();
  private final RunningService service;
  private final URI base;
  private final String key;
  private final ApiClient client;
  private final CostMeter meter;
  private final List<String> projects = new ArrayList<>();

  /** Starts the service; {@code folder} is its own, beside that of the stores. */
  WorkPlace(WorkStores stores, Settings settings, Path folder, Terminal progress)
      throws InterruptedException, SQLException {
    this.stores = stores;
    this.settings = settings;
    this.progress = progress;
    config =
        TercetConfig.of(
            stores
                .counted(settings)
                .withFlag("bench", "tercet.port", "0")
                .withFlag("bench", "tercet.data-dir", folder.toString()));
    progress.plain("starting the service …");
    service = new RunningService(config, StartNotices.silent());
    service.closeLast(stores);
    base = service.awaitReady();
    key = DemoCommand.key(config);
    client = new ApiClient(base, key);
    meter = new CostMeter(stores.places(), service.meters());
  }

  ApiClient client() {
    return client;
  }

  CostMeter meter() {
    return meter;
  }

  RunningService service() {
    return service;
  }

  /** How many extractions of any project have ended, as the service itself counts. */
  long ended() {
    return Stream.of(Status.values())
        .filter(Status::isFinal)
        .flatMap(it ->
            service
                .meters()
                .find("tercet.extractions")
                .tag("status", it.label())
                .counters()
                .stream())
        .mapToLong(it -> Math.round(it.count()))
        .sum();
  }

  /** With which the names of the service's collections begin. */
  String collectionPrefix() {
    return config.stores().collectionPrefix() + "-";
  }

  WorkStores stores() {
    return stores;
  }

  Settings settings() {
    return settings;
  }

  Terminal progress() {
    return progress;
  }

  InstantSource clock() {
    return clock;
  }

  /** A new project, which is deleted in the end. */
  String project() {
    String project = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    client.send("PUT", "/projects/" + project, JsonNodeFactory.instance.objectNode());
    projects.add(project);
    return project;
  }

  /** Documents of these texts for projects of this service. */
  BurstLoad load(List<String> projectNames, IntFunction<String> texts) {
    return new BurstLoad(List.of(base), key, projectNames, clock, texts);
  }

  /** A line of JSON that begins with what was measured where. */
  ObjectNode line(Work work) {
    return stores
        .line(work)
        .put(
            "vectors", meter.seesQdrant() || !stores.isEmbedded() ? "qdrant" : "engine, in the JVM")
        .put("concurrency", config.work().concurrency());
  }

  /** Deletes what was posted to stores that go on, and stops the service. */
  @Override
  public void close() throws SQLException {
    try (service;
        client;
        meter) {
      if (!stores.isEmbedded()) {
        for (String project : projects) {
          client.send("DELETE", "/projects/" + project, JsonNodeFactory.instance.objectNode());
        }
        progress.plain("the projects are deleted; their points go whenever a service runs");
      }
    }
  }
}

package dev.tercet.cli.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.wiring.SteadyClock;
import dev.tercet.cli.bench.work.Work;
import dev.tercet.cli.bench.work.WorkOptions;
import dev.tercet.cli.bench.work.WorkRun;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.demo.DemoCommand;
import dev.tercet.cli.service.KnownStores;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.ServiceOptions;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.cli.service.StoreCounters;
import dev.tercet.cli.service.TemporaryFolder;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tercet bench}: how fast this machine and these stores are. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how fast documents are extracted on the configured stores.",
      "It starts the service on them (on embedded ones in a folder that is removed afterwards, when"
          + " there are none), posts documents to a project of its own, and measures throughput,"
          + " latency from post to done, what the stores had to do, and memory. The model is echo"
          + " with a latency, the embedder hash; load and service share this process. Progress goes"
          + " to standard error, one line of JSON to standard output."
    },
    footer = {
      "",
      "Examples:",
      "  tercet bench",
      "  tercet bench --documents 10000 --llm-ms 200",
      "  tercet bench --rate 100 --documents 3000",
      "  tercet bench --external --config tercet.yml",
      "  tercet bench --work W1 --rounds 3        a burst, fresh and warm, and what it costs",
      "  tercet bench --work W1 --rounds 3 --ceiling   the same, and a share of what the stores"
          + " can",
      "  tercet bench --work W3 --seconds 60      latency at 100 and at 800 a second",
      "  tercet bench --work W5 --documents 1000000   and over a million stored documents",
      "  tercet bench --work W8 --snapshot 30m    bursts while nothing dead can be cleared away"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int USUAL_DOCUMENTS = 2_000;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ServiceOptions options = new ServiceOptions();
  @Mixin private WorkOptions named = new WorkOptions();

  @Option(
      names = "--documents",
      description = "How many, 1 to 1000000 (2000; 20000 with --work, 100000 with --work W5).")
  private @Nullable Integer documents;

  @Option(names = "--rate", description = "Documents per second; as fast as accepted unless given.")
  private @Nullable Double rate;

  @Option(
      names = "--llm-ms",
      defaultValue = "0",
      description = "How long the model thinks, in milliseconds, 0 to 600000 (0).")
  private int llmMillis;

  @Option(
      names = "--warm-up",
      defaultValue = "500",
      description = "Documents before, which are not measured, 0 to 100000 (500).")
  private int warmUp;

  @Option(
      names = "--settle",
      defaultValue = "11",
      description = {
        "Rest before and after the load in seconds, 1 to 600 (11); below 11 the counts of Postgres",
        "are less exact, since its backends tell them up to ten seconds late."
      })
  private int settle;

  @Option(names = "--keep", description = "Keep the project (and the folder) afterwards.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    check(
        documents == null || (documents >= 1 && documents <= 1_000_000),
        "--documents is from 1 to 1000000");
    check(rate == null || (rate > 0 && rate <= 1_000_000), "--rate is above 0 and up to 1000000");
    check(llmMillis >= 0 && llmMillis <= 600_000, "--llm-ms is from 0 to 600000");
    check(warmUp >= 0 && warmUp <= 100_000, "--warm-up is from 0 to 100000");
    check(settle >= 1 && settle <= 600, "--settle is from 1 to 600");
    check(named.refusal().isEmpty(), named.refusal());
    check(named.work() == null || rate == null, "--work has rates of its own; leave --rate out");
    PrintWriter err = Streams.err(spec);
    Work work = named.work();
    return work == null ? single(err) : named(work, err);
  }

  /** What has a name; what it leaves in a folder that was not named goes with it. */
  private int named(Work work, PrintWriter err)
      throws IOException, InterruptedException, SQLException {
    Settings settings = settings(err);
    TemporaryFolder temporary = TemporaryFolder.create("tercet-bench-");
    try {
      Path stores =
          options.hasData()
              ? TercetConfig.of(settings).server().dataDir()
              : temporary.path().resolve("stores");
      PrintWriter out = Streams.out(spec);
      var run = new WorkRun(named, settings, options.arguments(), new Terminal(err), out::println);
      return run.run(work, documents == null ? 0 : documents, stores, temporary.path()) ? 0 : 1;
    } finally {
      if (!keep) {
        temporary.delete();
      }
    }
  }

  private int single(PrintWriter err) throws IOException, InterruptedException, SQLException {
    Settings settings = settings(err);
    TercetConfig config = TercetConfig.of(settings);
    Optional<TemporaryFolder> temporary =
        options.hasData() || config.stores().external() != null
            ? Optional.empty()
            : Optional.of(TemporaryFolder.create("tercet-bench-"));
    if (temporary.isPresent()) {
      config =
          TercetConfig.of(
              settings.withFlag("bench", "tercet.data-dir", temporary.get().path().toString()));
    }
    try {
      ObjectNode result = run(config, temporary.isPresent(), new Terminal(err));
      Streams.out(spec).println(result);
      Streams.out(spec).flush();
      return result.path("failed").asLong() == 0 ? 0 : 1;
    } finally {
      if (temporary.isPresent() && !keep) {
        temporary.get().delete();
      }
    }
  }

  private ObjectNode run(TercetConfig config, boolean temporary, Terminal progress)
      throws IOException, InterruptedException, SQLException {
    String project = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    progress.plain("starting the service …");
    try (var running = new RunningService(config, StartNotices.silent());
        var client = new ApiClient(running.awaitReady(), DemoCommand.key(config));
        var counters = counters(config)) {
      var setting =
          new BenchRun.Setting(
              project,
              Duration.ofSeconds(settle),
              SteadyClock.beside(InstantSource.system()).steady(),
              running.meters());
      var bench = new BenchRun(client, setting, counters, progress);
      bench.warmUp(warmUp);
      client.send("PUT", "/projects/" + project, JsonNodeFactory.instance.objectNode());
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.put("stores", config.stores().external() == null ? "embedded" : "external");
      result.put("llmMs", llmMillis);
      result.put("concurrency", config.work().concurrency());
      result.put("warmUp", warmUp);
      result.put("processors", Runtime.getRuntime().availableProcessors());
      try {
        result.setAll(
            bench.measure(
                documents == null ? USUAL_DOCUMENTS : documents, Optional.ofNullable(rate)));
      } finally {
        leave(client, project, config.server().dataDir(), temporary, progress);
      }
      return result;
    }
  }

  private void leave(
      ApiClient client, String project, Path folder, boolean temporary, Terminal progress) {
    if (keep) {
      progress.plain("kept: the project " + project + (temporary ? ", its data in " + folder : ""));
    } else if (!temporary) {
      client.send("DELETE", "/projects/" + project, JsonNodeFactory.instance.objectNode());
      progress.plain(
          "the project " + project + " is deleted; its points go whenever a service runs");
    }
  }

  private static StoreCounters counters(TercetConfig config) throws IOException, SQLException {
    KnownStores stores = KnownStores.of(config);
    return StoreCounters.open(stores.postgres(), stores.redis());
  }

  private Settings settings(PrintWriter err) {
    return options
        .settings(err)
        .withFlag("bench", "tercet.port", "0")
        .withFlag("bench", "tercet.llm.provider", "echo")
        .withFlag("bench", "tercet.llm.echo.latency", String.format(Locale.ROOT, "%dms", llmMillis))
        .withFlag("bench", "tercet.embedding.provider", "hash");
  }

  private void check(boolean holds, String otherwise) {
    if (!holds && spec != null) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}

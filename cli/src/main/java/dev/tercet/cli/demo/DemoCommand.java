package dev.tercet.cli.demo;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.security.AdminKey;
import dev.tercet.api.wiring.ProgramFolder;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.DocumentFiles;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.ServiceOptions;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.cli.service.TemporaryFolder;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet demo}: the main job on stores that start here, from nothing to a search hit. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the main job on embedded stores, from documents to a search, an accident and its repair.",
      "It starts the stores and the service, extracts the sample documents, shows what was found,",
      "searches, breaks two of the stores, repairs them, searches again, and stops."
    },
    footer = {
      "",
      "Examples:",
      "  tercet demo",
      "  tercet demo --keep --data demo-data",
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ServiceOptions options = new ServiceOptions();

  @Option(names = "--keep", description = "Leave it running afterwards.")
  private boolean keep;

  @Option(
      names = "--samples",
      paramLabel = "DIR",
      description = "Other documents than the samples.")
  private @Nullable Path samples;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter err = Streams.err(spec);
    Terminal terminal = new Terminal(Streams.out(spec));
    var demonstration = new Demonstration(samples(), terminal);
    DocumentFiles files = demonstration.documents();
    Settings settings =
        options
            .settings(err)
            .withFlag("demo", "tercet.port", "0")
            .withFlag("demo", "tercet.queue", "redis") // which is lost in front of the user
            // The repair is shown on request; the schedule would be there first.
            .withFlag("demo", "tercet.reconciler.interval", "10m");
    TemporaryFolder temporary = options.hasData() ? null : TemporaryFolder.create("tercet-demo-");
    if (temporary != null) {
      settings = settings.withFlag("demo", "tercet.data-dir", temporary.path().toString());
    }
    TercetConfig config = TercetConfig.of(settings);
    terminal.step("Starting Postgres, Redis, the vector engine and the service");
    try (var running = new RunningService(config, StartNotices.silent())) {
      URI uri = running.awaitReady();
      terminal.line("@|bold Ready|@ at %s with data in %s", uri, config.server().dataDir());
      boolean good;
      try (var client = new ApiClient(uri, key(config))) {
        good = demonstration.show(client, files, config);
      }
      if (keep) {
        terminal.plain("It goes on running; end it with Ctrl-C. " + whereTheKeyIs(config));
        return running.awaitStop();
      }
      return good ? 0 : 1;
    } finally {
      if (temporary != null && !keep) {
        temporary.delete();
      }
    }
  }

  private Path samples() {
    return Optional.ofNullable(samples).orElseGet(() -> ProgramFolder.path().resolve("samples"));
  }

  private static String whereTheKeyIs(TercetConfig config) {
    return config.server().adminKey() != null
        ? "Its key is the configured one."
        : "Its key is in " + new AdminKey(config.server().dataDir()).file();
  }

  public static String key(TercetConfig config) {
    var configured = config.server().adminKey();
    return configured != null
        ? configured.value()
        : new AdminKey(config.server().dataDir()).local().orElse("");
  }
}

package dev.tercet.cli.command;

import dev.tercet.api.config.ConfigException;
import dev.tercet.api.config.LogConfig;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.logging.Logging;
import dev.tercet.cli.client.CommandFailure;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.ServiceOptions;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet serve}: the service, until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the service. Prints one line, ready http://…, on standard output when it can take work.",
      "SIGTERM drains and exits 0."
    },
    footer = {
      "",
      "Examples:",
      "  tercet serve",
      "  tercet serve --port 9000 --data /var/lib/tercet",
      "  tercet serve --external --config tercet.yml --roles api,worker",
      "  TERCET_LLM_PROVIDER=echo tercet serve --set tercet.embedding.provider=hash"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ServiceOptions options = new ServiceOptions();

  @Option(names = "--port", description = "Where to listen (tercet.port; 8080); 0 for any free.")
  private @Nullable String port;

  @Option(
      names = "--roles",
      paramLabel = "ROLES",
      description = "Of api, worker, reconciler (tercet.roles; all).")
  private @Nullable String roles;

  @Option(
      names = "--insecure-key",
      description = "Take an administrator key of 4 characters or more, on loopback only.")
  private boolean insecureKey;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Streams.out(spec);
    PrintWriter err = Streams.err(spec);
    List<String> warnings = new ArrayList<>();
    Settings settings = options.settings(warnings::add);
    if (port != null) {
      settings = settings.withFlag("--port", "tercet.port", port);
    }
    if (roles != null) {
      settings = settings.withFlag("--roles", "tercet.roles", roles);
    }
    if (insecureKey) {
      settings = settings.withFlag("--insecure-key", "tercet.insecure-key", "true");
    }
    TercetConfig config = configured(settings, warnings, err);
    try {
      var running = new RunningService(config, new StartNotices(Terminal.screen(), false));
      out.println("ready " + running.awaitReady());
      out.flush();
      return running.awaitStop();
    } catch (RuntimeException e) {
      if (config.log().format() == LogConfig.Format.TEXT) {
        throw e;
      }
      LOG.error("{}", CommandFailure.words(e));
      LOG.debug("the start failed", e);
      return FAILED;
    }
  }

  /** Standard error is the log from here on; what was to be said before is its first lines. */
  private static TercetConfig configured(
      Settings settings, List<String> warnings, PrintWriter err) {
    try {
      TercetConfig config = TercetConfig.of(settings);
      Logging.apply(config.log());
      warnings.forEach(it -> LOG.warn("{}", it));
      return config;
    } catch (ConfigException e) {
      warnings.forEach(it -> err.println("tercet: " + it));
      throw e;
    }
  }
}

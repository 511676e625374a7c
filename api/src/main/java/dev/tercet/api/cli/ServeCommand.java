package dev.tercet.api.cli;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
final class ServeCommand implements Callable<Integer> {
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
    Settings settings = options.settings(err);
    if (port != null) {
      settings = settings.withFlag("--port", "tercet.port", port);
    }
    if (roles != null) {
      settings = settings.withFlag("--roles", "tercet.roles", roles);
    }
    if (insecureKey) {
      settings = settings.withFlag("--insecure-key", "tercet.insecure-key", "true");
    }
    var running =
        new RunningService(
            TercetConfig.of(settings), new StartNotices(err, Terminal.screen(), false));
    out.println("ready " + running.awaitReady());
    out.flush();
    return running.awaitStop();
  }
}

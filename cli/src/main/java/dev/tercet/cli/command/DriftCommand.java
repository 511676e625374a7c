package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet drift}: what the stores disagree on, changing nothing. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what Postgres, Redis and Qdrant disagree on in a project, and changes nothing.",
      "Exit code 1 when they disagree or a store could not be read."
    },
    footer = {
      "",
      "Examples:",
      "  tercet drift --project letters",
      "  tercet drift --project letters --json"
    })
public final class DriftCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Option(names = "--project", required = true, description = "Of which project.")
  private String project = "";

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(Streams.out(spec));
    try (ApiClient client = options.client()) {
      if (!options.json()) {
        terminal.step("Comparing the stores");
      }
      return new RecoveryAnswer(project, drift(client, project)).show(terminal, options.json());
    }
  }

  public static JsonNode drift(ApiClient client, String project) {
    return client.getPatiently("/projects/" + ApiClient.encoded(project) + "/drift");
  }
}

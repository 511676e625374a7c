package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code tercet recover}: finds and repairs what the stores disagree on. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description = {
      "Compares Postgres, Redis and Qdrant for a project and repairs what they disagree on.",
      "The schedule does the same by itself; a second run right after a clean one finds nothing.",
      "Exit code 1 when something is left over or a store could not be read."
    },
    footer = {
      "",
      "Examples:",
      "  tercet recover --project letters",
      "  tercet recover --project letters --dry-run",
      "  tercet recover --project letters --limit 1000 --json"
    })
public final class RecoverCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Option(names = "--project", required = true, description = "Of which project.")
  private String project = "";

  @Option(names = "--dry-run", description = "Find and plan, change nothing.")
  private boolean dryRun;

  @Option(names = "--limit", description = "Most repairs, 1 to 1000000 (10000).")
  private @Nullable Integer limit;

  @Option(
      names = "--force",
      description = "Repair even when more looks wrong than tercet.reconciler.abort-ratio allows.")
  private boolean force;

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("dryRun", dryRun).put("force", force);
    if (limit != null) {
      body.put("limit", limit);
    }
    Terminal terminal = new Terminal(Streams.out(spec));
    try (ApiClient client = options.client()) {
      if (!options.json()) {
        terminal.step("Comparing the stores");
      }
      return new RecoveryAnswer(project, recover(client, project, body))
          .show(terminal, options.json());
    }
  }

  public static JsonNode recover(ApiClient client, String project, ObjectNode body) {
    return client.sendPatiently(
        "POST", "/projects/" + ApiClient.encoded(project) + "/extractions/recover", body);
  }
}

package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import io.micronaut.health.HealthStatus;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet status}: whether the service is ready, and what its projects hold. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows whether the service is ready, which queues are paused and where its extractions stand.",
    footer = {
      "",
      "Examples:",
      "  tercet status",
      "  tercet status --project letters --json",
      "Exit code 1 when the service is not ready."
    })
public final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Option(names = "--project", description = "Only this project.")
  private @Nullable String project;

  @Override
  public Integer call() {
    try (ApiClient client = options.client()) {
      JsonNode health = client.peek("/health/readiness");
      boolean ready = health.path("status").asText().equals(HealthStatus.NAME_UP);
      ArrayNode projects = ready ? projects(client) : JsonNodeFactory.instance.arrayNode();
      JsonNode queues =
          ready ? client.get("/queues").path("items") : JsonNodeFactory.instance.arrayNode();
      Terminal terminal = new Terminal(Streams.out(spec));
      if (options.json()) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("url", client.base().toString()).put("ready", ready);
        answer.set("stores", health.at("/details/stores/details"));
        answer.set("queues", queues);
        answer.set("projects", projects);
        terminal.json(answer);
      } else {
        print(client, health, ready, terminal);
        printPaused(queues, terminal);
        if (!projects.isEmpty()) {
          ProjectsCommand.table(projects).print(terminal);
        }
      }
      return ready ? 0 : 1;
    }
  }

  private ArrayNode projects(ApiClient client) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    if (project != null) {
      return all.add(client.get("/projects/" + ApiClient.encoded(project)));
    }
    String next = "";
    do {
      JsonNode page =
          client.get("/projects" + (next.isEmpty() ? "" : "?cursor=" + ApiClient.encoded(next)));
      page.path("items").forEach(all::add);
      next = page.path("next").asText();
    } while (!next.isEmpty());
    return all;
  }

  private static void print(ApiClient client, JsonNode health, boolean ready, Terminal terminal) {
    terminal.line(ready ? "%s is @|green ready|@" : "%s is @|red not ready|@", client.base());
    for (Map.Entry<String, JsonNode> store : health.at("/details/stores/details").properties()) {
      String reason = store.getValue().path("reason").asText();
      terminal.plain("  " + store.getKey() + (reason.isEmpty() ? " answers" : ": " + reason));
    }
  }

  private static void printPaused(JsonNode queues, Terminal terminal) {
    for (JsonNode queue : queues) {
      if (queue.path("paused").asBoolean()) {
        terminal.line(
            "  @|yellow queue %s is paused|@, %d wait in it; tercet resume %s gives out again",
            queue.path("name").asText(), queue.path("depth").asLong(), queue.path("name").asText());
      }
    }
  }
}

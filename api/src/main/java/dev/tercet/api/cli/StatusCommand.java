package dev.tercet.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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
    description = "Shows whether the service is ready and where its extractions stand.",
    footer = {
      "",
      "Examples:",
      "  tercet status",
      "  tercet status --project letters --json",
      "Exit code 1 when the service is not ready."
    })
final class StatusCommand implements Callable<Integer> {
  private static final List<String> STATUSES =
      List.of("pending", "queued", "processing", "done", "failed", "cancelled", "superseded");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Option(names = "--project", description = "Only this project.")
  private @Nullable String project;

  @Override
  public Integer call() {
    try (ApiClient client = options.client()) {
      JsonNode health = client.peek("/health/readiness");
      boolean ready = health.path("status").asText().equals("UP");
      ArrayNode projects = ready ? projects(client) : JsonNodeFactory.instance.arrayNode();
      Terminal terminal = new Terminal(Streams.out(spec));
      if (options.json()) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("url", client.base().toString()).put("ready", ready);
        answer.set("stores", health.at("/details/stores/details"));
        answer.set("projects", projects);
        terminal.plain(answer.toString());
      } else {
        print(client, health, ready, projects, terminal);
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
      JsonNode page = client.get("/projects" + (next.isEmpty() ? "" : "?cursor=" + next));
      page.path("items").forEach(all::add);
      next = page.path("next").asText();
    } while (!next.isEmpty());
    return all;
  }

  private static void print(
      ApiClient client, JsonNode health, boolean ready, ArrayNode projects, Terminal terminal) {
    terminal.line(client.base() + (ready ? " is @|green ready|@" : " is @|red not ready|@"));
    for (Map.Entry<String, JsonNode> store : health.at("/details/stores/details").properties()) {
      String reason = store.getValue().path("reason").asText();
      terminal.plain("  " + store.getKey() + (reason.isEmpty() ? " answers" : ": " + reason));
    }
    if (!projects.isEmpty()) {
      terminal.line("@|bold %-24s%11s%11s%11s%11s%11s%11s%11s|@".formatted(header()));
    }
    for (JsonNode each : projects) {
      var row = new StringBuilder("%-24s".formatted(each.path("project").asText()));
      STATUSES.forEach(
          status -> row.append("%11d".formatted(each.path("counts").path(status).asLong())));
      terminal.plain(row.toString());
    }
  }

  private static Object[] header() {
    var header = new ArrayList<Object>(List.of("project"));
    header.addAll(STATUSES);
    return header.toArray();
  }
}

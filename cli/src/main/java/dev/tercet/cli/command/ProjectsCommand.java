package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.ListPages;
import dev.tercet.cli.client.PageOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.saga.Status;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tercet projects}: the projects and how many extractions stand where. */
@Command(
    name = "projects",
    mixinStandardHelpOptions = true,
    description = "Lists the projects by name, with how many extractions stand where.",
    footer = {"", "Examples:", "  tercet projects", "  tercet projects --limit 1000 --json"})
public final class ProjectsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> {
          JsonNode found = page.read(new ListPages(client, "/projects"), "", spec);
          if (options.json()) {
            terminal.json(found);
          } else if (found.path("items").isEmpty()) {
            terminal.plain("There are no projects; tercet extract creates one.");
          } else {
            table(found.path("items")).print(terminal);
            page.printNext(found, terminal);
          }
          return 0;
        });
  }

  /** The projects as a table, as {@code status} shows it, too. */
  static Table table(JsonNode projects) {
    Table table =
        Table.of(
            "~project", "#waiting", "#working", "#done", "#failed", "#cancelled", "#superseded");
    for (JsonNode each : projects) {
      JsonNode counts = each.path("counts");
      table.row(
          each.path("project").asText(),
          count(counts, Status.PENDING) + count(counts, Status.QUEUED),
          count(counts, Status.PROCESSING),
          count(counts, Status.DONE),
          count(counts, Status.FAILED),
          count(counts, Status.CANCELLED),
          count(counts, Status.SUPERSEDED));
    }
    return table;
  }

  private static long count(JsonNode counts, Status status) {
    return counts.path(status.label()).asLong();
  }
}

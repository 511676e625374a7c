package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.ListPages;
import dev.tercet.cli.client.PageOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.saga.money.SpendReader.By;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet spend}: what was spent on asking models. */
@Command(
    name = "spend",
    mixinStandardHelpOptions = true,
    description = "Shows what was spent on asking models, by project, model or day.",
    footer = {
      "",
      "Examples:",
      "  tercet spend",
      "  tercet spend --by model --from 2026-11-01 --to 2026-11-30",
      "  tercet spend --by day --project letters --json"
    })
public final class SpendCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private PageOptions page = new PageOptions();

  @Option(
      names = "--by",
      defaultValue = "project",
      description = "What sums are made of: project, model or day (project).")
  private By by = By.PROJECT;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "The first day (UTC); 30 days unless given.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "The last day (UTC); today unless given.")
  private @Nullable String to;

  @Option(names = "--project", description = "Only of this project.")
  private @Nullable String project;

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> {
          var pages = new ListPages(client, "/spend");
          options.show(page.read(pages, query(), spec), terminal, it -> print(it, terminal));
          return 0;
        });
  }

  private String query() {
    return ListPages.parameter("by", by.name().toLowerCase(Locale.ROOT))
        + ListPages.parameter("from", from)
        + ListPages.parameter("to", to)
        + ListPages.parameter("project", project);
  }

  private void print(JsonNode found, Terminal terminal) {
    Table table =
        Table.of(
            "~" + by.name().toLowerCase(Locale.ROOT),
            "#calls",
            "#input",
            "#cached",
            "#written",
            "#output",
            "#reasoning",
            "#cost",
            "#unpriced");
    for (JsonNode sum : found.path("items")) {
      table.row(
          name(sum),
          sum.path("calls").asText(),
          sum.path("inputTokens").asText(),
          sum.path("cachedTokens").asText(),
          sum.path("writtenTokens").asText(),
          sum.path("outputTokens").asText(),
          sum.path("reasoningTokens").asText(),
          StreamSupport.stream(sum.path("costs").spliterator(), false)
              .map(MoneyWords::of)
              .collect(Collectors.joining(", ")),
          sum.path("unpricedCalls").asText());
    }
    table.print(terminal);
    page.printNext(found, terminal);
  }

  private String name(JsonNode sum) {
    return switch (by) {
      case DAY -> sum.path("day").asText();
      case MODEL -> sum.path("provider").asText() + " " + sum.path("model").asText();
      case PROJECT -> sum.path("project").asText("deleted: " + sum.path("projectId").asText());
    };
  }
}

package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.LetterOptions;
import dev.tercet.cli.client.ListPages;
import dev.tercet.cli.client.PageOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tercet dead-letters}: what has failed and waits for a person, by cause. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Shows what has failed and waits for a person, by project and cause.",
    footer = {
      "",
      "Examples:",
      "  tercet dead-letters",
      "  tercet dead-letters --project letters --code provider-timeout",
      "  tercet dead-letters --json"
    })
public final class DeadLettersCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private LetterOptions letters = new LetterOptions();
  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> {
          var pages = new ListPages(client, "/dead-letters");
          options.show(
              page.read(pages, letters.query(), spec), terminal, it -> print(it, terminal));
          return 0;
        });
  }

  private void print(JsonNode found, Terminal terminal) {
    Table table = Table.of("project", "code", "class", "stage", "#count", "last", "~message");
    for (JsonNode cause : found.path("items")) {
      table.row(
          cause.path("project").asText(),
          cause.path("code").asText(),
          cause.path("class").asText(),
          cause.path("stage").asText(),
          cause.path("count").asText() + (cause.path("more").asBoolean() ? "+" : ""),
          cause.path("lastAt").asText().replaceFirst("\\.\\d+", ""),
          cause.at("/examples/0/message").asText());
    }
    table.print(terminal);
    page.printNext(found, terminal);
    terminal.line(
        "@|bold Next:|@ when the cause is mended, tercet redrive --project %s --code %s",
        ApiClient.encoded(found.at("/items/0/project").asText()),
        ApiClient.encoded(found.at("/items/0/code").asText()));
  }
}

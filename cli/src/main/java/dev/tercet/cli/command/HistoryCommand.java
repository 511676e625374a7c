package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.ExtractionOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tercet history}: every change of status, oldest first. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description =
        "Shows every change of an extraction's status, oldest first; it outlives the extraction.",
    footer = {
      "",
      "Examples:",
      "  tercet history --project letters 019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11",
      "  tercet history --project letters --json ID"
    })
public final class HistoryCommand implements Callable<Integer> {
  private static final int TO_SECONDS = "2026-01-31T12:00:00".length();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private ExtractionOptions extractions = new ExtractionOptions();

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> {
          for (UUID id : extractions.ids()) {
            JsonNode history = client.get(extractions.path(id) + "/history");
            if (options.json()) {
              terminal.json(history);
            } else {
              print(history.path("items"), terminal);
            }
          }
          return 0;
        });
  }

  private static void print(JsonNode changes, Terminal terminal) {
    Table table = Table.of("at (UTC)", "from", "to", "~reason");
    for (JsonNode change : changes) {
      String at = change.path("at").asText();
      table.row(
          at.substring(0, Math.min(at.length(), TO_SECONDS)).replace('T', ' '),
          change.path("from").asText(),
          change.path("to").asText(),
          change.path("reason").asText());
    }
    table.print(terminal);
  }
}

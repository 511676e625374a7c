package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.ExtractionOptions;
import dev.tercet.cli.terminal.Terminal;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tercet get}: where extractions stand. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {"Shows where extractions stand.", "Exit code 1 when one is not there."},
    footer = {
      "",
      "Examples:",
      "  tercet get --project letters 019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11",
      "  tercet get --project letters --json ID"
    })
public final class GetCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private ExtractionOptions extractions = new ExtractionOptions();

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> {
          for (UUID id : extractions.ids()) {
            JsonNode extraction = client.get(extractions.path(id));
            if (options.json()) {
              terminal.json(extraction);
            } else {
              print(extraction, terminal);
            }
          }
          return 0;
        });
  }

  private static void print(JsonNode extraction, Terminal terminal) {
    terminal.line("@|bold %s|@", extraction.path("source").asText());
    line(terminal, "id", extraction.path("id").asText());
    line(
        terminal,
        "status",
        extraction.path("status").asText() + ", stage " + extraction.path("stage").asText());
    line(terminal, "generation", extraction.path("generation").asText());
    line(terminal, "queue", extraction.path("queue").asText());
    line(
        terminal,
        "attempts",
        extraction.path("attempts").asText() + " of " + extraction.path("maxAttempts").asText());
    line(
        terminal,
        "passages",
        "%s, extracted %s, embedded %s"
            .formatted(
                PassageCounts.of(extraction),
                extraction.at("/passages/extracted").asText(),
                extraction.at("/passages/embedded").asText()));
    line(
        terminal,
        "model",
        "%s calls, %s tokens in, %s out"
            .formatted(
                extraction.at("/usage/calls").asText(),
                extraction.at("/usage/inputTokens").asText(),
                extraction.at("/usage/outputTokens").asText()));
    line(terminal, "created", extraction.path("createdAt").asText());
    line(terminal, "done", extraction.path("doneAt").asText());
    line(terminal, "next try", extraction.path("nextAttemptAt").asText());
    for (String warning : PassageCounts.warnings(extraction)) {
      terminal.line("  @|yellow warning|@     %s", warning);
    }
    if (extraction.has("error")) {
      JsonNode error = extraction.path("error");
      terminal.line(
          "  @|red error|@       %s (%s) at stage %s",
          error.path("code").asText(), error.path("class").asText(), error.path("stage").asText());
      terminal.line("  %s", error.path("message").asText());
    }
  }

  private static void line(Terminal terminal, String name, String value) {
    if (!value.isEmpty()) {
      terminal.line("  @|faint %-10s|@  %s", name, value);
    }
  }
}

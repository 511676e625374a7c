package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much of a list is shown, and from where. */
public final class PageOptions {
  private static final int MOST = 1_000_000;

  @Option(
      names = "--limit",
      defaultValue = "100",
      description = "How many at most, 1 to 1000000 (100).")
  private int limit;

  @Option(names = "--cursor", description = "Go on where an earlier list ended.")
  private @Nullable String cursor;

  /** Reads what was asked for. */
  public ObjectNode read(ListPages pages, String query, @Nullable CommandSpec spec) {
    if (spec != null && (limit < 1 || limit > MOST)) {
      throw new ParameterException(spec.commandLine(), "--limit is from 1 to " + MOST);
    }
    return pages.read(query, limit, cursor);
  }

  /** Says how to go on when there is more. */
  public void printNext(JsonNode found, Terminal terminal) {
    if (found.hasNonNull("next")) {
      terminal.line("@|faint There are more:|@ --cursor %s", found.path("next").asText());
    }
  }
}

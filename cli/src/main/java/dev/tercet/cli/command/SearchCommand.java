package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.DisplayWidth;
import dev.tercet.cli.terminal.PrintedText;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tercet search}: the passages nearest in meaning. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Finds passages by meaning, with the facts in them.",
    footer = {
      "",
      "Examples:",
      "  tercet search --project letters \"when is the invoice due\"",
      "  tercet search --project letters --limit 3 --json \"Hamburg\""
    })
public final class SearchCommand implements Callable<Integer> {
  private static final int WIDEST = 300;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Option(names = "--project", required = true, description = "In which project.")
  private String project = "";

  @Option(names = "--source", description = "Only within this source.")
  private @Nullable String source;

  @Option(names = "--limit", defaultValue = "10", description = "How many, 1 to 100 (10).")
  private int limit;

  @Parameters(paramLabel = "QUERY", arity = "1..*", description = "What to look for.")
  private String[] words = {};

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("query", String.join(" ", words)).put("limit", limit);
    if (source != null) {
      body.putObject("filter").put("source", source);
    }
    try (ApiClient client = options.client()) {
      JsonNode answer =
          client.send("POST", "/projects/" + ApiClient.encoded(project) + "/search", body);
      Terminal terminal = new Terminal(Streams.out(spec));
      if (options.json()) {
        terminal.json(answer);
      } else {
        print(answer.path("items"), terminal);
        if (answer.path("partial").asBoolean()) {
          terminal.plain("Passages may be missing: the index is being refilled or converted.");
        }
      }
    }
    return 0;
  }

  public static void print(JsonNode hits, Terminal terminal) {
    if (hits.isEmpty()) {
      terminal.plain("Nothing found.");
    }
    for (JsonNode hit : hits) {
      terminal.line(
          "@|bold %s|@ @|faint %d–%d, score %.3f|@",
          hit.path("source").asText(),
          hit.path("start").asInt(),
          hit.path("end").asInt(),
          hit.path("score").asDouble());
      terminal.plain("  " + shortened(hit.path("text").asText()));
      for (JsonNode fact : hit.path("facts")) {
        terminal.plain(
            "  · "
                + shortened(fact.path("data").toString())
                + " “"
                + shortened(fact.path("quote").asText())
                + "”");
      }
    }
  }

  private static String shortened(String text) {
    return DisplayWidth.cut(PrintedText.of(text).strip().replaceAll("\\s+", " "), WIDEST);
  }
}

package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.PostDocuments;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.saga.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of posted documents, as a table or as JSON.
 *
 * @param ended the extractions as they ended, or as they wait for their time, by id
 */
public record Summary(String project, PostDocuments posting, Map<String, JsonNode> ended) {
  private static final int MOST_ROWS = 50;
  private static final Set<String> GOOD =
      Stream.of(Status.values())
          .filter(it -> it.isInFlight() || it == Status.DONE || it == Status.SUPERSEDED)
          .map(Status::label)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * True when every document is done (or was superseded by a newer version of itself), or waits for
   * its time.
   */
  public boolean isGood() {
    return posting.refusals().isEmpty()
        && posting.extractions().values().stream().allMatch(id -> isGood(status(id)));
  }

  /** For a script. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("project", project);
    counts().forEach(json.putObject("counts")::put);
    ArrayNode items = json.putArray("items");
    posting
        .extractions()
        .forEach((source, id) -> {
          JsonNode extraction = ended.get(id);
          items.add(
              extraction == null
                  ? JsonNodeFactory.instance.objectNode().put("id", id).put("source", source)
                  : extraction);
        });
    ArrayNode refused = json.putArray("refused");
    posting
        .refusals()
        .forEach((source, why) -> refused.addObject().put("source", source).put("reason", why));
    return json;
  }

  /** For a person. */
  public void print(Terminal terminal) {
    Table table = Table.of("~source", "status", "#passages", "#calls");
    posting
        .extractions()
        .forEach((source, id) -> {
          boolean good = isGood(status(id));
          if (table.rows() < MOST_ROWS || !good) {
            row(table, source, id, good);
          }
        });
    table.print(terminal);
    if (table.rows() > MOST_ROWS) {
      terminal.plain("… " + posting.extractions().size() + " documents in all");
    }
    posting
        .extractions()
        .forEach((source, id) -> {
          if (!isGood(status(id))) {
            why(terminal, status(id), source, extraction(id).at("/error/message").asText());
          }
        });
    posting.extractions().forEach((source, id) -> partial(terminal, source, extraction(id)));
    posting.refusals().forEach((source, why) -> why(terminal, "refused", source, why));
    var line = new StringBuilder();
    counts().forEach((what, count) -> line.append(count).append(' ').append(what).append("  "));
    terminal.line("@|bold %s|@", line.toString().strip());
  }

  private void row(Table table, String source, String id, boolean good) {
    JsonNode extraction = extraction(id);
    table.styled(
        good ? "" : "red",
        source,
        status(id),
        PassageCounts.of(extraction),
        extraction.at("/usage/calls").asInt());
  }

  private static void partial(Terminal terminal, String source, JsonNode extraction) {
    if (PassageCounts.isPartial(extraction)) {
      terminal.line("@|yellow %s passages|@ of %s", PassageCounts.of(extraction), source);
      PassageCounts.warnings(extraction).forEach(it -> terminal.line("  %s", it));
    }
  }

  /** In full, for it is what a person acts on. */
  private static void why(Terminal terminal, String status, String source, String why) {
    terminal.line("@|red %s|@ %s%s", status, source, why.isEmpty() ? "" : ": " + why);
  }

  private JsonNode extraction(String id) {
    return ended.getOrDefault(id, JsonNodeFactory.instance.objectNode());
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    posting.extractions().values().forEach(id -> counts.merge(status(id), 1, Integer::sum));
    if (!posting.refusals().isEmpty()) {
      counts.put("refused", posting.refusals().size());
    }
    return counts;
  }

  private String status(String id) {
    JsonNode extraction = ended.get(id);
    return extraction == null ? "deleted" : extraction.path("status").asText();
  }

  private static boolean isGood(String status) {
    return GOOD.contains(status);
  }
}

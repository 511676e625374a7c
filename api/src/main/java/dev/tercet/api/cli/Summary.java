package dev.tercet.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of posted documents, as a table or as JSON. */
record Summary(String project, Posting posting, Map<String, JsonNode> ended) {
  private static final int MOST_ROWS = 50;

  /** True when every document is done (or was superseded by a newer version of itself). */
  boolean isGood() {
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
          JsonNode saga = ended.get(id);
          items.add(
              saga == null
                  ? JsonNodeFactory.instance.objectNode().put("id", id).put("source", source)
                  : saga);
        });
    ArrayNode refused = json.putArray("refused");
    posting
        .refusals()
        .forEach((source, why) -> refused.addObject().put("source", source).put("reason", why));
    return json;
  }

  /** For a person. */
  void print(Terminal terminal) {
    terminal.line(
        "@|bold %-48s %-12s %9s %9s|@".formatted("source", "status", "passages", "calls"));
    int rows = 0;
    for (Map.Entry<String, String> entry : posting.extractions().entrySet()) {
      boolean good = isGood(status(entry.getValue()));
      if (rows++ < MOST_ROWS || !good) {
        terminal.line(row(entry.getKey(), entry.getValue(), good));
      }
    }
    if (rows > MOST_ROWS) {
      terminal.plain("… " + rows + " documents in all");
    }
    posting
        .refusals()
        .forEach(
            (source, why) -> terminal.line("%-48s @|red refused|@  %s".formatted(source, why)));
    var line = new StringBuilder();
    counts().forEach((what, count) -> line.append(count).append(' ').append(what).append("  "));
    terminal.line("@|bold " + line.toString().strip() + "|@");
  }

  private String row(String source, String id, boolean good) {
    JsonNode saga = ended.getOrDefault(id, JsonNodeFactory.instance.objectNode());
    String error = saga.at("/error/message").asText();
    return "%-48s @|%s %-12s|@ %9d %9d %s"
        .formatted(
            source,
            good ? "green" : "red",
            status(id),
            saga.at("/passages/total").asInt(),
            saga.at("/usage/calls").asInt(),
            good ? "" : error)
        .stripTrailing();
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
    JsonNode saga = ended.get(id);
    return saga == null ? "deleted" : saga.path("status").asText();
  }

  private static boolean isGood(String status) {
    return status.equals("done") || status.equals("superseded");
  }
}

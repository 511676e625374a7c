package dev.tercet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Anthropic's batches of messages, and its messages. Its batches have no metadata,
 * and their counts change at their end.
 */
public final class AnthropicBatchEndpoint extends BatchEndpoint {
  private static final String MESSAGE =
      """
      {"id":"m","type":"message","role":"assistant","model":"stand-in","stop_reason":"end_turn",
      "content":[{"type":"text","text":"{\\"facts\\":[]}"}],
      "usage":{"input_tokens":1000,"output_tokens":100}}
      """;

  private static final String ADDRESS = "/messages/batches";

  /** Answers at any free port. */
  public AnthropicBatchEndpoint(InstantSource clock) throws IOException {
    super(clock);
  }

  @Override
  boolean isKnown(Headers headers) {
    return headers.containsKey("x-api-key") && headers.containsKey("anthropic-version");
  }

  @Override
  String directPath() {
    return "/messages";
  }

  @Override
  String message() {
    return MESSAGE;
  }

  @Override
  @Nullable Answer routed(String method, String path, String request) throws IOException {
    if (!path.startsWith(ADDRESS)) {
      return NOTHING;
    }
    if (path.equals(ADDRESS)) {
      return method.equals("POST") ? begin(JSON.readTree(request)) : list();
    }
    String name = path.split("/", -1)[3];
    TakenBatch batch = path.endsWith("/cancel") ? cancelled(name) : look(name);
    if (batch == null) {
      return NOTHING;
    }
    return path.endsWith("/results")
        ? results(batch.output.toString() + batch.errors)
        : Answer.of(told(batch));
  }

  /** Names are letters, digits, dashes and underscores, and each is there once. */
  private @Nullable Answer begin(JsonNode request) {
    List<JsonNode> items = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode item : request.path("requests")) {
      String name = item.path("custom_id").asText("");
      if (!name.matches("[a-zA-Z0-9_-]{1,64}") || !names.add(name)) {
        return new Answer(400, "{\"error\":{\"message\":\"custom_id\"}}");
      }
      items.add(item);
    }
    return begin(items, request);
  }

  @Override
  JsonNode told(TakenBatch batch) {
    ObjectNode told =
        JSON.createObjectNode()
            .put("id", batch.id)
            .put("type", "message_batch")
            .put("processing_status", status(batch))
            .put("created_at", batch.createdAt.toString())
            .put("results_url", batch.isOver() ? address() + ADDRESS + "/" + batch.id : null);
    int rest = batch.items.size() - batch.answered;
    told.putObject("request_counts")
        .put("processing", batch.isOver() ? 0 : batch.items.size())
        .put("succeeded", batch.isOver() ? batch.answered : 0)
        .put("errored", 0)
        .put("canceled", batch.state.equals("cancelled") ? rest : 0)
        .put("expired", batch.state.equals("expired") ? rest : 0);
    return told;
  }

  private static String status(TakenBatch batch) {
    if (batch.isOver()) {
      return "ended";
    }
    return batch.isCancelling ? "canceling" : "in_progress";
  }

  @Override
  void answered(TakenBatch batch, JsonNode item) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.set("custom_id", item.path("custom_id"));
    line.putObject("result").put("type", "succeeded").set("message", JSON.readTree(MESSAGE));
    batch.output.append(line).append('\n');
  }

  @Override
  void unasked(TakenBatch batch, JsonNode item) {
    ObjectNode line = JSON.createObjectNode();
    line.set("custom_id", item.path("custom_id"));
    line.putObject("result").put("type", batch.isCancelling ? "canceled" : "expired");
    batch.errors.append(line).append('\n');
  }

  @Override
  JsonNode body(JsonNode item) {
    return item.path("params");
  }
}

package dev.tercet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stand-in for OpenAI's files and batches, and its chat requests. */
public final class OpenAiBatchEndpoint extends BatchEndpoint {
  private static final String MESSAGE =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"stand-in","choices":[{"index":0,
      "message":{"role":"assistant","content":"{\\"facts\\":[]}"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}
      """;

  private static final String OUTPUT = "file-of-";
  private static final String ERRORS = "file-without-";

  private final Map<String, String> files = new LinkedHashMap<>();

  /** Answers at any free port. */
  public OpenAiBatchEndpoint(InstantSource clock) throws IOException {
    super(clock);
  }

  @Override
  boolean isKnown(Headers headers) {
    return String.valueOf(headers.getFirst("Authorization")).startsWith("Bearer ");
  }

  @Override
  String directPath() {
    return "/chat/completions";
  }

  @Override
  String message() {
    return MESSAGE;
  }

  @Override
  @Nullable Answer routed(String method, String path, String request) throws IOException {
    String[] parts = path.split("/", -1);
    if (path.equals("/files")) {
      String id = "file-" + (files.size() + 1);
      int begin = request.indexOf("\r\n\r\n", request.indexOf("name=\"file\"")) + 4;
      files.put(id, request.substring(begin, request.lastIndexOf("\r\n--")));
      return Answer.of(JSON.createObjectNode().put("id", id));
    }
    if (parts[1].equals("files")) {
      return results(content(parts[2]));
    }
    if (path.equals("/batches")) {
      return method.equals("POST") ? begin(JSON.readTree(request)) : list();
    }
    TakenBatch batch = path.endsWith("/cancel") ? cancelled(parts[2]) : look(parts[2]);
    return batch == null ? NOTHING : Answer.of(told(batch));
  }

  private String content(String file) throws IOException {
    if (file.startsWith(ERRORS)) {
      TakenBatch batch = look(file.substring(ERRORS.length()));
      return batch == null ? "" : batch.errors.toString();
    }
    TakenBatch batch = look(file.substring(OUTPUT.length()));
    return batch == null ? "" : batch.output.toString();
  }

  private @Nullable Answer begin(JsonNode request) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    String file = files.getOrDefault(request.path("input_file_id").asText(), "");
    for (String line : file.split("\n", -1)) {
      if (!line.isBlank()) {
        items.add(JSON.readTree(line));
      }
    }
    return begin(items, request);
  }

  @Override
  JsonNode told(TakenBatch batch) {
    ObjectNode told =
        JSON.createObjectNode()
            .put("id", batch.id)
            .put("status", !batch.isOver() && batch.isCancelling ? "cancelling" : batch.state)
            .put("created_at", batch.createdAt.getEpochSecond());
    told.set("metadata", batch.request.path("metadata"));
    if (!batch.output.isEmpty()) {
      told.put("output_file_id", OUTPUT + batch.id);
    }
    if (!batch.errors.isEmpty()) {
      told.put("error_file_id", ERRORS + batch.id);
    }
    return told;
  }

  @Override
  void answered(TakenBatch batch, JsonNode item) throws IOException {
    ObjectNode result = JSON.createObjectNode();
    result.set("custom_id", item.path("custom_id"));
    ObjectNode response = result.putObject("response").put("status_code", 200);
    response.set("body", JSON.readTree(MESSAGE));
    batch.output.append(result).append('\n');
  }

  @Override
  void unasked(TakenBatch batch, JsonNode item) {
    ObjectNode result = JSON.createObjectNode();
    result.set("custom_id", item.path("custom_id"));
    result.putNull("response");
    result.putObject("error").put("code", batch.isCancelling ? "batch_cancelled" : "batch_expired");
    batch.errors.append(result).append('\n');
  }

  @Override
  JsonNode body(JsonNode item) {
    return item.path("body");
  }
}

package dev.tercet.pipeline.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the endpoint answered to a request for a message.
 *
 * @param text of its parts that are words, without what it thought
 * @param input what its tools are called with; of calls that differ all, which are then two answers
 * @param stopReason why it ended
 * @param inputTokens as the endpoint counted them, those of its cache included, within bounds
 * @param outputTokens as the endpoint counted them, within bounds
 */
record Message(String text, String input, String stopReason, long inputTokens, long outputTokens) {
  /** No call uses more; a count beyond that is a fault, and would empty everybody's bucket. */
  private static final long MOST_TOKENS = 10_000_000;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Reads a response's body; empty when it is no message. */
  static Optional<Message> read(String body) {
    JsonNode response;
    try {
      response = CanonicalJson.read(body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // the caller says what it means that nothing could be read
    }
    JsonNode content = response.path("content");
    if (!content.isArray()) {
      return Optional.empty();
    }
    var text = new StringBuilder();
    Set<String> inputs = new LinkedHashSet<>();
    for (JsonNode part : content) {
      switch (part.path("type").asText("")) {
        case "text" -> text.append(part.path("text").asText(""));
        case "tool_use" -> inputs.add(CanonicalJson.write(part.path("input")));
        default -> {} // what it thought, and what is not known yet
      }
    }
    JsonNode usage = response.path("usage");
    return Optional.of(
        new Message(
            text.toString(),
            String.join("\n", inputs),
            response.path("stop_reason").asText(""),
            tokens(usage, "input_tokens")
                + tokens(usage, "cache_read_input_tokens")
                + tokens(usage, "cache_creation_input_tokens"),
            tokens(usage, "output_tokens")));
  }

  private static long tokens(JsonNode usage, String name) {
    return Math.clamp(usage.path(name).asLong(0), 0, MOST_TOKENS);
  }
}

package dev.tercet.pipeline.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.chat.ChatResponse;
import dev.tercet.saga.Usage;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the endpoint answered to a request for a message.
 *
 * @param text of its parts that are words, without what it thought
 * @param input what its tools are called with; of calls that differ all, which are then two answers
 * @param stopReason why it ended
 * @param usage as the endpoint counted tokens, within bounds; of no call yet
 */
record Message(String text, String input, String stopReason, Usage usage) {
  /** Reads a response's body; empty when it is no message. */
  static Optional<Message> read(String body) {
    return ChatResponse.read(body).flatMap(Message::of);
  }

  /** What a body says of tokens, whatever else it says. */
  static Usage counted(String body) {
    return ChatResponse.counted(body, Message::usage);
  }

  private static Optional<Message> of(JsonNode response) {
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
    return Optional.of(
        new Message(
            text.toString(),
            String.join("\n", inputs),
            response.path("stop_reason").asText(""),
            usage(response.path("usage"))));
  }

  /** What was read from its cache, or written to it, stands beside the other input. */
  private static Usage usage(JsonNode usage) {
    long cached = ChatResponse.tokens(usage, "cache_read_input_tokens");
    long written = ChatResponse.tokens(usage, "cache_creation_input_tokens");
    long input = ChatResponse.tokens(usage, "input_tokens") + cached + written;
    return new Usage(0, input, ChatResponse.tokens(usage, "output_tokens"), cached, written, 0);
  }
}

package dev.tercet.pipeline.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.chat.ChatResponse;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an endpoint answered to a chat request, in the shapes in which endpoints do.
 *
 * @param content the answer's words, empty when there are none
 * @param repairs where they were found, unless that is the content itself
 * @param end how the answer came to its end
 * @param refusal why the model declines, in its own words; empty when it does not
 * @param usage as the endpoint counted tokens, within bounds; of no call yet
 */
record Completion(String content, Set<AnswerRepair> repairs, End end, String refusal, Usage usage) {

  /** How an answer came to its end. */
  enum End {
    WHOLE,
    /** A limit of tokens cut it off. */
    CUT,
    /** A filter stopped it, or the model declined. */
    REFUSED;

    private static End of(String finishReason) {
      return switch (finishReason.toLowerCase(Locale.ROOT)) {
        case "length", "max_tokens" -> CUT;
        case "content_filter", "refusal", "safety" -> REFUSED;
        default -> WHOLE;
      };
    }
  }

  private record Words(String text, Set<AnswerRepair> repairs) {}

  /** Reads a response's body; empty when it is none of a chat request, such as an error's. */
  static Optional<Completion> read(String body) {
    return ChatResponse.read(body).flatMap(Completion::of);
  }

  /** What a body says of tokens, whatever else it says. */
  static Usage counted(String body) {
    return ChatResponse.counted(body, Completion::usage);
  }

  private static Optional<Completion> of(JsonNode response) {
    JsonNode choice = response.path("choices").path(0);
    if (!(choice.get("message") instanceof ObjectNode message)) {
      return Optional.empty();
    }
    Words words = words(message);
    return Optional.of(
        new Completion(
            words.text(),
            words.repairs(),
            End.of(choice.path("finish_reason").asText("")),
            message.path("refusal").asText(""),
            usage(response.path("usage"))));
  }

  /**
   * What was read from a cache or written to it is part of the input, whatever the endpoint says;
   * reasoning is part of the output, unless the endpoint's own sum says that it stands beside it.
   */
  private static Usage usage(JsonNode usage) {
    JsonNode sent = usage.path("prompt_tokens_details");
    long input = ChatResponse.tokens(usage, "prompt_tokens");
    long completion = ChatResponse.tokens(usage, "completion_tokens");
    long reasoning =
        ChatResponse.tokens(usage.path("completion_tokens_details"), "reasoning_tokens");
    boolean isBeside =
        reasoning > 0
            && ChatResponse.tokens(usage, "total_tokens") == input + completion + reasoning;
    long output = isBeside ? completion + reasoning : completion;
    long cached =
        Math.min(
            input,
            sent.has("cached_tokens")
                ? ChatResponse.tokens(sent, "cached_tokens")
                : ChatResponse.tokens(usage, "prompt_cache_hit_tokens"));
    long written =
        sent.has("cache_write_tokens")
            ? ChatResponse.tokens(sent, "cache_write_tokens")
            : ChatResponse.tokens(usage, "cache_creation_input_tokens");
    return new Usage(
        0, input, output, cached, Math.min(input - cached, written), Math.min(output, reasoning));
  }

  private static Words words(JsonNode message) {
    JsonNode content = message.path("content");
    boolean inParts = content.isArray();
    String text = inParts ? parts(content) : content.asText("");
    if (!text.isBlank()) {
      return new Words(text, inParts ? Set.of(AnswerRepair.PARTS) : Set.of());
    }
    String arguments = arguments(message);
    if (!arguments.isBlank()) {
      return new Words(arguments, Set.of(AnswerRepair.TOOL_CALL));
    }
    String reasoning = reasoning(message);
    return reasoning.isBlank()
        ? new Words("", Set.of())
        : new Words(reasoning, Set.of(AnswerRepair.REASONING_FIELD));
  }

  /** The texts of the parts that are the answer, one after the other. */
  private static String parts(JsonNode parts) {
    var text = new StringBuilder();
    for (JsonNode part : parts) {
      String type = part.path("type").asText("text");
      if (type.equals("text") || type.equals("output_text")) {
        text.append(part.isTextual() ? part.asText() : part.path("text").asText(""));
      }
    }
    return text.toString();
  }

  /** What the tools are called with; of calls that differ all, which are then two answers. */
  private static String arguments(JsonNode message) {
    Set<String> arguments = new LinkedHashSet<>();
    if (message.get("tool_calls") instanceof ArrayNode calls) {
      calls.forEach(call -> arguments.add(argument(call.path("function").path("arguments"))));
    }
    arguments.add(argument(message.path("function_call").path("arguments")));
    arguments.remove("");
    return String.join("\n", arguments);
  }

  private static String argument(JsonNode arguments) {
    return arguments.isContainerNode() ? CanonicalJson.write(arguments) : arguments.asText("");
  }

  private static String reasoning(JsonNode message) {
    String first = message.path("reasoning_content").asText("");
    return first.isBlank() ? message.path("reasoning").asText("") : first;
  }
}

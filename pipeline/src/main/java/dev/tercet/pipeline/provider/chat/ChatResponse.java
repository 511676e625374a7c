package dev.tercet.pipeline.provider.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.Usage;
import java.util.Optional;
import java.util.function.Function;

/** What the bodies of all endpoints' answers have in common. */
public final class ChatResponse {
  /** No call uses more; a count beyond that is a fault, and would empty everybody's bucket. */
  private static final long MOST_TOKENS = 10_000_000;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ChatResponse() {}

  /** The body as JSON; empty when it is none, and the caller says what that means. */
  public static Optional<JsonNode> read(String body) {
    try {
      return Optional.of(
          CanonicalJson.read(body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What a body says in its {@code usage}, whatever else it says; nothing when it is no JSON. */
  public static Usage counted(String body, Function<JsonNode, Usage> usage) {
    return read(body).map(it -> usage.apply(it.path("usage"))).orElse(Usage.NONE);
  }

  /** A count of tokens as the endpoint told it, within bounds; 0 when it told none. */
  public static long tokens(JsonNode usage, String name) {
    return Math.clamp(usage.path(name).asLong(0), 0, MOST_TOKENS);
  }
}

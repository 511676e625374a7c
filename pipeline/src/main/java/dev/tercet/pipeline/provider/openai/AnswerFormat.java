package dev.tercet.pipeline.provider.openai;

import dev.tercet.pipeline.provider.exchange.Exchange;
import java.util.Locale;
import java.util.Optional;

/** How the endpoint is told which shape the answer must have, the surest first. */
enum AnswerFormat {
  /** {@code json_schema}, strict: the endpoint itself allows no other shape. */
  STRICT_SCHEMA,
  /** {@code json_schema}, not strict: for schemas that its strict mode does not know. */
  SCHEMA,
  /** {@code json_object}: any JSON; the prompt carries the schema. */
  JSON_OBJECT;

  /**
   * True when the endpoint refused the request for the format it asked for, and not for anything
   * else that a weaker format would not mend.
   */
  static boolean isRefused(Exchange exchange) {
    String body = exchange.errorBody().toLowerCase(Locale.ROOT);
    return (exchange.status() == 400 || exchange.status() == 422)
        && (body.contains("response_format")
            || body.contains("json_schema")
            || body.contains("json_object"));
  }

  /** What is left to try when the endpoint refuses this one. */
  Optional<AnswerFormat> next() {
    return switch (this) {
      case STRICT_SCHEMA -> Optional.of(SCHEMA);
      case SCHEMA -> Optional.of(JSON_OBJECT);
      case JSON_OBJECT -> Optional.empty();
    };
  }
}

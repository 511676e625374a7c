package dev.tercet.pipeline.provider.openai;

import java.util.Optional;

/** How the endpoint is told which shape the answer must have, the surest first. */
enum AnswerFormat {
  /** {@code json_schema}, strict: the endpoint itself allows no other shape. */
  STRICT_SCHEMA,
  /** {@code json_schema}, not strict: for schemas that its strict mode does not know. */
  SCHEMA,
  /** {@code json_object}: any JSON; the prompt carries the schema. */
  JSON_OBJECT;

  /** What is left to try when the endpoint refuses this one. */
  Optional<AnswerFormat> next() {
    return switch (this) {
      case STRICT_SCHEMA -> Optional.of(SCHEMA);
      case SCHEMA -> Optional.of(JSON_OBJECT);
      case JSON_OBJECT -> Optional.empty();
    };
  }
}

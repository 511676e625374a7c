package dev.tercet.pipeline.provider.openai;

import java.util.List;

/** How the endpoint is told which shape the answer must have, the surest first. */
enum AnswerFormat {
  /** {@code json_schema}, strict: the endpoint itself allows no other shape. */
  STRICT_SCHEMA,
  /** {@code json_schema}, not strict: for schemas that its strict mode does not know. */
  SCHEMA,
  /** {@code json_object}: any JSON; the prompt carries the schema. */
  JSON_OBJECT,
  /** No format at all; the prompt carries the schema. */
  WORDS;

  /** One of these stands in what an endpoint says when it refuses a format. */
  static final List<String> WORDS_OF_REFUSAL =
      List.of("response_format", "json_schema", "json_object", "grammar", "guided_json");

  /** Whether the prompt has to say the schema. */
  boolean isSaidInPrompt() {
    return this == JSON_OBJECT || this == WORDS;
  }
}

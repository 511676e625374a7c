package dev.tercet.pipeline.provider.anthropic;

/** How the endpoint is told which shape the answer must have, the surest first. */
enum MessageForm {
  /** {@code output_config.format}: the endpoint itself allows no other shape. */
  OUTPUT_FORMAT,
  /** A tool that must be called, whose input has the shape. */
  TOOL,
  /** Words alone: the prompt carries the schema. */
  PROMPT
}

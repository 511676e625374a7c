package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One schema-valid fact and the place in its passage that it rests on.
 *
 * @param data a JSON object that the schema accepts
 * @param start first code point of the quote, within the passage
 * @param end code point after the quote's last, within the passage
 */
public record RuleFact(JsonNode data, int start, int end) {}

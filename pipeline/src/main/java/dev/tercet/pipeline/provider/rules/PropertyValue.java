package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A value read for a property, and where.
 *
 * @param startChar first UTF-16 unit within the passage
 * @param endChar UTF-16 unit after the last
 * @param currency the currency that stood beside a number, or null
 */
record PropertyValue(JsonNode value, int startChar, int endChar, @Nullable String currency) {}

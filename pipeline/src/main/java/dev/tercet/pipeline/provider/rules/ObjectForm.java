package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * An object schema with its references followed and its {@code allOf} merged.
 *
 * @param properties in the order of the schema, each with its own references followed
 * @param forms reads the schemas of properties
 */
record ObjectForm(Map<String, JsonNode> properties, Set<String> required, ObjectForms forms) {}

package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One form that a fact of a schema may take. */
sealed interface FactShape {

  /**
   * Values one by one, as in the default schema.
   *
   * @param kinds which kinds of value the shape's {@code type} allows
   * @param members which members the shape declares
   */
  record Mention(Set<ValueKind> kinds, Set<String> members) implements FactShape {}

  /**
   * Objects of several values.
   *
   * @param constants members that every fact of the shape has
   */
  record Composite(List<Property> properties, Map<String, JsonNode> constants)
      implements FactShape {}
}

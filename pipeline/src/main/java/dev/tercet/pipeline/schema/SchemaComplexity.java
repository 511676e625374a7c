package dev.tercet.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses schemas whose validation could run away: references out of the document, references in a
 * circle, and combinations that multiply.
 */
final class SchemaComplexity {
  /** Facts nested deeper than this are refused, so the walk need not look deeper either. */
  static final int DEEPEST = 8;

  private static final int MOST_VISITS = 50_000;
  private static final Set<String> IN_PLACE =
      Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");
  private static final Set<String> DEEPER =
      Set.of(
          "properties",
          "patternProperties",
          "additionalProperties",
          "unevaluatedProperties",
          "propertyNames",
          "items",
          "prefixItems",
          "contains",
          "unevaluatedItems");
  private static final Set<String> MAPS =
      Set.of("dependentSchemas", "properties", "patternProperties");

  private final JsonNode root;
  private final List<SchemaProblem> problems = new ArrayList<>();
  private int visits;

  private SchemaComplexity(JsonNode root) {
    this.root = root;
  }

  static List<SchemaProblem> problems(JsonNode schema) {
    var complexity = new SchemaComplexity(schema);
    complexity.visit(schema, "", 0, new HashSet<>());
    return List.copyOf(complexity.problems);
  }

  private void visit(JsonNode schema, String pointer, int depth, Set<String> circle) {
    if (!schema.isObject() || depth > DEEPEST || !problems.isEmpty()) {
      return;
    }
    if (++visits > MOST_VISITS) {
      problems.add(new SchemaProblem("", "the schema's combinations multiply beyond the limit"));
      return;
    }
    visitReferences(schema, pointer, depth, circle);
    for (var field : schema.properties()) {
      String keyword = field.getKey();
      if (IN_PLACE.contains(keyword)) {
        visitAll(keyword, field.getValue(), pointer, depth, circle);
      } else if (DEEPER.contains(keyword)) {
        visitAll(keyword, field.getValue(), pointer, depth + 1, new HashSet<>());
      }
    }
  }

  private void visitAll(
      String keyword, JsonNode node, String pointer, int depth, Set<String> circle) {
    String at = pointer + "/" + keyword;
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        visit(node.get(i), at + "/" + i, depth, new HashSet<>(circle));
      }
    } else if (MAPS.contains(keyword)) {
      for (var entry : node.properties()) {
        String name = entry.getKey().replace("~", "~0").replace("/", "~1");
        visit(entry.getValue(), at + "/" + name, depth, new HashSet<>(circle));
      }
    } else {
      visit(node, at, depth, new HashSet<>(circle));
    }
  }

  private void visitReferences(JsonNode schema, String pointer, int depth, Set<String> circle) {
    for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
      JsonNode reference = schema.get(keyword);
      if (reference == null || !reference.isTextual()) {
        continue;
      }
      String at = pointer + "/" + keyword;
      JsonNode target = LocalReference.resolve(root, reference.textValue());
      if (target == null) {
        problems.add(new SchemaProblem(at, "only references inside the schema can be followed"));
      } else if (!circle.add(reference.textValue())) {
        problems.add(new SchemaProblem(at, "the reference leads back to itself"));
      } else {
        visit(target, at, depth, circle);
      }
    }
  }
}

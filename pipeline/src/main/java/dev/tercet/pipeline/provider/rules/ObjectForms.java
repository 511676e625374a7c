package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.schema.LocalReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the object forms that a schema allows: one per branch of {@code anyOf} and {@code oneOf}.
 */
final class ObjectForms {
  private static final int MOST_FORMS = 32;
  private static final int DEEPEST = 8;

  private final JsonNode root;

  ObjectForms(JsonNode root) {
    this.root = root;
  }

  /** The forms of the whole schema, none without properties. */
  List<ObjectForm> forms() {
    return forms(root);
  }

  /** The forms of a part of the schema. */
  List<ObjectForm> forms(JsonNode schema) {
    var empty = new ObjectForm(new LinkedHashMap<>(), new LinkedHashSet<>(), this);
    return expand(schema, List.of(empty), 0).stream()
        .filter(form -> !form.properties().isEmpty())
        .limit(MOST_FORMS)
        .toList();
  }

  /**
   * A schema with its own reference followed; its own keywords stand beside those of the target,
   * and win. {@code anyOf} of one type and {@code null} is that type.
   */
  JsonNode resolved(JsonNode schema) {
    JsonNode node = schema;
    for (int i = 0; i < DEEPEST && node.path("$ref").isTextual(); i++) {
      JsonNode target = LocalReference.resolve(root, node.path("$ref").textValue());
      if (target == null || !target.isObject()) {
        return node;
      }
      ObjectNode merged = target.deepCopy();
      node.properties().stream()
          .filter(field -> !field.getKey().equals("$ref"))
          .forEach(field -> merged.set(field.getKey(), field.getValue()));
      node = merged;
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      List<JsonNode> branches = new ArrayList<>();
      node.path(keyword).forEach(branches::add);
      branches.removeIf(branch -> branch.path("type").asText().equals("null"));
      if (branches.size() == 1 && !node.has("type")) {
        return resolved(branches.getFirst());
      }
    }
    return node;
  }

  private List<ObjectForm> expand(JsonNode schema, List<ObjectForm> bases, int depth) {
    if (!schema.isObject() || depth > DEEPEST) {
      return bases;
    }
    List<ObjectForm> forms = bases.stream().map(base -> with(base, schema)).toList();
    if (schema.path("$ref").isTextual()) {
      JsonNode target = LocalReference.resolve(root, schema.path("$ref").textValue());
      forms = target == null ? forms : expand(target, forms, depth + 1);
    }
    for (JsonNode part : schema.path("allOf")) {
      forms = expand(part, forms, depth + 1);
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      forms = branches(schema.path(keyword), forms, depth);
    }
    return forms;
  }

  private List<ObjectForm> branches(JsonNode branches, List<ObjectForm> bases, int depth) {
    if (branches.isEmpty()) {
      return bases;
    }
    var forms = new ArrayList<ObjectForm>();
    for (JsonNode branch : branches) {
      if (forms.size() < MOST_FORMS) {
        forms.addAll(expand(branch, bases, depth + 1));
      }
    }
    return List.copyOf(forms.subList(0, Math.min(MOST_FORMS, forms.size())));
  }

  private ObjectForm with(ObjectForm base, JsonNode schema) {
    var properties = new LinkedHashMap<>(base.properties());
    schema
        .path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), resolved(property.getValue())));
    Set<String> required = new LinkedHashSet<>(base.required());
    schema.path("required").forEach(name -> required.add(name.asText()));
    return new ObjectForm(properties, required, this);
  }
}

package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a schema into shapes, as the package documentation says. */
final class ShapeReader {
  private static final Set<String> MENTION_MEMBERS =
      Set.of("type", "value", "normalized", "kind", "label");
  private static final int MOST_PROPERTIES = 200;

  private ShapeReader() {}

  static List<FactShape> read(JsonNode schema) {
    return new ObjectForms(schema).forms().stream().map(ShapeReader::shape).toList();
  }

  private static FactShape shape(ObjectForm form) {
    Set<ValueKind> kinds = mentionKinds(form);
    return kinds == null
        ? recordShape(form)
        : new FactShape.Mention(kinds, form.properties().keySet());
  }

  /** The kinds of a mention shape, or null when the form is none. */
  private static @Nullable Set<ValueKind> mentionKinds(ObjectForm form) {
    JsonNode type = form.properties().get("type");
    JsonNode value = form.properties().get("value");
    if (type == null
        || value == null
        || !value.path("type").asText().equals("string")
        || !MENTION_MEMBERS.containsAll(form.properties().keySet())) {
      return null;
    }
    var kinds = EnumSet.noneOf(ValueKind.class);
    Iterable<JsonNode> allowed = type.has("const") ? List.of(type.get("const")) : type.path("enum");
    for (JsonNode name : allowed) {
      try {
        kinds.add(ValueKind.valueOf(name.asText().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException otherType) {
        return null;
      }
    }
    return kinds.isEmpty() ? null : kinds;
  }

  private static FactShape recordShape(ObjectForm form) {
    var properties = new ArrayList<Property>();
    Map<String, JsonNode> constants = new LinkedHashMap<>();
    form.properties()
        .forEach((name, node) -> {
          if (node.has("const")) {
            constants.put(name, node.get("const"));
          } else if (properties.size() < MOST_PROPERTIES) {
            properties.addAll(PropertyReader.read(form, name, node));
          }
        });
    return new FactShape.Composite(List.copyOf(properties), constants);
  }
}

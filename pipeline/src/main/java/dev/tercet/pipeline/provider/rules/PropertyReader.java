package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tercet.pipeline.provider.rules.values.LabelKind;
import dev.tercet.pipeline.provider.rules.values.Labels;
import dev.tercet.pipeline.provider.rules.values.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one property of an object form; an object property gives one for each of its members. */
final class PropertyReader {
  private static final int MOST_LABELS = 60;

  private PropertyReader() {}

  static List<Property> read(ObjectForm form, String name, JsonNode node) {
    boolean required = form.required().contains(name);
    boolean array = typeOf(node).equals("array");
    JsonNode item = array ? form.forms().resolved(node.path("items")) : node;
    PropertyForm.Money money = PropertyForms.money(item, form.forms());
    if (money == null && !array && typeOf(item).equals("object")) {
      return members(form, name, item, required);
    }
    if (array && money == null && typeOf(item).equals("object")) {
      return List.of();
    }
    Set<String> labels = labels(name, node);
    PropertyForm kind = money == null ? PropertyForms.of(item, kind(labels)) : money;
    String entity = EntityTypes.of(item.has("x-entity") ? item : node, kind, kind(labels));
    return List.of(new Property(List.of(name), kind, array, required, labels, entity));
  }

  private static List<Property> members(
      ObjectForm form, String parent, JsonNode node, boolean required) {
    var members = new ArrayList<Property>();
    for (ObjectForm inner : form.forms().forms(node).stream().limit(1).toList()) {
      inner
          .properties()
          .forEach((name, schema) -> {
            if (!typeOf(schema).equals("object") && !typeOf(schema).equals("array")) {
              boolean needed = required && inner.required().contains(name);
              members.add(member(form, List.of(parent, name), schema, needed));
            }
          });
    }
    return members;
  }

  /**
   * A member answers to "customer vat id", and to "vat id" alone when the form has no property of
   * that name. A member that is called just "name" is its parent's name and answers as the parent.
   */
  private static Property member(
      ObjectForm form, List<String> path, JsonNode schema, boolean required) {
    String parent = path.getFirst();
    String name = path.getLast();
    boolean named = Labels.normal(name).equals("name");
    Set<String> known =
        named
            ? labels(parent, form.properties().getOrDefault(parent, MissingNode.getInstance()))
            : labels(name, schema);
    Set<String> labels = new LinkedHashSet<>();
    labels.add(Labels.normal(parent) + " " + Labels.normal(name));
    if (named || !form.properties().containsKey(name)) {
      labels.addAll(known);
    }
    LabelKind kind = kind(known) == null ? kind(labels(name, schema)) : kind(known);
    PropertyForm propertyForm = PropertyForms.of(schema, kind);
    String entity = EntityTypes.of(schema, propertyForm, kind);
    return new Property(path, propertyForm, false, required, labels, entity);
  }

  private static Set<String> labels(String name, JsonNode node) {
    Set<String> own = new LinkedHashSet<>();
    own.add(Labels.normal(name));
    own.add(Labels.normal(node.path("title").asText()));
    node.path("x-labels").forEach(label -> own.add(Labels.normal(label.asText())));
    own.remove("");
    Set<String> labels = new LinkedHashSet<>(own);
    for (String label : own) {
      Vocabulary.Entry entry = Vocabulary.entry(label);
      if (entry != null) {
        labels.addAll(entry.labels());
      }
    }
    return labels.stream().limit(MOST_LABELS).collect(LinkedHashSet::new, Set::add, Set::addAll);
  }

  /** What the vocabulary says of the first label that it knows, whole or by its last words. */
  private static @Nullable LabelKind kind(Set<String> labels) {
    for (String label : labels) {
      for (int at = 0; at >= 0; at = nextWord(label, at)) {
        Vocabulary.Entry entry = Vocabulary.entry(label.substring(at));
        if (entry != null) {
          return entry.kind();
        }
      }
    }
    return null;
  }

  private static int nextWord(String label, int at) {
    int space = label.indexOf(' ', at);
    return space < 0 ? -1 : space + 1;
  }

  /**
   * The type, or the first of several that is not null; {@code object} when there are properties.
   */
  static String typeOf(JsonNode schema) {
    JsonNode type = schema.path("type");
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    return type.isTextual() ? type.textValue() : schema.has("properties") ? "object" : "";
  }
}

package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.provider.rules.values.Field;
import dev.tercet.pipeline.provider.rules.values.Found;
import dev.tercet.pipeline.provider.rules.values.PassageValues;
import dev.tercet.pipeline.provider.rules.values.Value;
import dev.tercet.pipeline.provider.rules.values.Vocabulary;
import dev.tercet.pipeline.schema.FactSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one fact of every value found, in the form of the default schema. */
final class MentionFacts implements FactMaker {
  /** The kinds that the default schema knows. */
  private static final Set<String> KINDS =
      Set.of("person", "organisation", "document", "iban", "uuid");

  private final FactShape.Mention shape;
  private final FactSchema schema;

  MentionFacts(FactShape.Mention shape, FactSchema schema) {
    this.shape = shape;
    this.schema = schema;
  }

  @Override
  public List<PlacedFact> make(PassageValues passage) {
    var facts = new ArrayList<PlacedFact>();
    for (Found found : passage.found()) {
      if (shape.kinds().contains(found.kind())) {
        ObjectNode data = data(passage, found);
        if (schema.accepts(data)) {
          facts.add(new PlacedFact(data, found.startChar(), found.endChar()));
        }
      }
    }
    return facts;
  }

  private ObjectNode data(PassageValues passage, Found found) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("type", found.kind().name().toLowerCase(Locale.ROOT));
    data.put("value", passage.text().original(found.startChar(), found.endChar()));
    if (shape.members().contains("normalized")) {
      data.set("normalized", normalized(found.value()));
    }
    if (shape.members().contains("kind")
        && found.detail() != null
        && KINDS.contains(found.detail())) {
      data.put("kind", found.detail());
    }
    String label = shape.members().contains("label") ? label(passage, found) : null;
    if (label != null) {
      data.put("label", label);
    }
    return data;
  }

  private static JsonNode normalized(Value value) {
    return switch (value) {
      case Value.Day(var date, var instant) ->
          JsonNodeFactory.instance.textNode(instant == null ? date.toString() : instant);
      case Value.Money(var amount, var currency) -> {
        ObjectNode money = JsonNodeFactory.instance.objectNode();
        money.set("amount", Numbers.node(amount));
        yield money.put("currency", currency);
      }
      case Value.Text(var text) -> JsonNodeFactory.instance.textNode(text);
    };
  }

  /** The vocabulary's own name of the label that the value stands under, if it knows it. */
  private static @Nullable String label(PassageValues passage, Found found) {
    for (Field field : passage.fields()) {
      if (field.startChar() <= found.startChar() && found.endChar() <= field.endChar()) {
        Vocabulary.Entry entry = Vocabulary.entry(field.label());
        if (entry != null) {
          return entry.labels().iterator().next();
        }
      }
    }
    return null;
  }
}

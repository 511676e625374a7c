package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.provider.rules.values.PassageValues;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.schema.SchemaProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes facts of the records of one shape. */
final class RecordFacts implements FactMaker {
  private final FactShape.Composite shape;
  private final RecordFinder finder;
  private final FactSchema schema;

  RecordFacts(FactShape.Composite shape, FactSchema schema) {
    this.shape = shape;
    this.finder = new RecordFinder(shape);
    this.schema = schema;
  }

  @Override
  public List<PlacedFact> make(PassageValues passage) {
    var facts = new ArrayList<PlacedFact>();
    for (RecordDraft draft : finder.find(passage)) {
      PlacedFact fact = fact(draft);
      if (fact != null) {
        facts.add(fact);
      }
    }
    return facts;
  }

  /** The whole record, else the record without the optional values that the schema refuses. */
  private @Nullable PlacedFact fact(RecordDraft draft) {
    PlacedFact whole = place(draft, Set.of());
    if (whole == null) {
      return null;
    }
    List<SchemaProblem> problems = schema.problems(whole.data());
    if (problems.isEmpty()) {
      return whole;
    }
    Set<String> refused =
        problems.stream().map(p -> firstName(p.pointer())).collect(Collectors.toSet());
    PlacedFact rest = place(draft, refused);
    return rest != null && schema.accepts(rest.data()) ? rest : null;
  }

  private @Nullable PlacedFact place(RecordDraft draft, Set<String> without) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    shape.constants().forEach(data::set);
    int start = Integer.MAX_VALUE;
    int end = -1;
    String currency = null;
    for (Property property : shape.properties()) {
      List<PropertyValue> readings = draft.readings(property);
      if (readings.isEmpty() || without.contains(property.path().getFirst())) {
        continue;
      }
      parent(data, property).set(property.path().getLast(), value(property, readings));
      for (PropertyValue reading : readings) {
        start = Math.min(start, reading.startChar());
        end = Math.max(end, reading.endChar());
        currency = currency == null ? reading.currency() : currency;
      }
    }
    addCurrency(data, currency, without);
    return end < 0 ? null : new PlacedFact(data, start, end);
  }

  /** A currency without a label of its own is the one that stood beside the first number. */
  private void addCurrency(ObjectNode data, @Nullable String currency, Set<String> without) {
    for (Property property : shape.properties()) {
      String name = property.path().getLast();
      boolean open = property.form() instanceof PropertyForm.Currency && !property.many();
      if (currency != null && open && !without.contains(property.path().getFirst())) {
        ObjectNode parent = parent(data, property);
        if (!parent.has(name)) {
          parent.put(name, currency);
        }
      }
    }
  }

  private static ObjectNode parent(ObjectNode data, Property property) {
    return property.path().size() == 1 ? data : data.withObjectProperty(property.path().getFirst());
  }

  private static JsonNode value(Property property, List<PropertyValue> readings) {
    if (!property.many()) {
      return readings.getFirst().value();
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    readings.forEach(reading -> array.add(reading.value()));
    return array;
  }

  private static String firstName(String pointer) {
    int end = pointer.indexOf('/', 1);
    String name = pointer.isEmpty() ? "" : pointer.substring(1, end < 0 ? pointer.length() : end);
    return name.replace("~1", "/").replace("~0", "~");
  }
}

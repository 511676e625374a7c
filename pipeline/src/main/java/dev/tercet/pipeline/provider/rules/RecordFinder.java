package dev.tercet.pipeline.provider.rules;

import dev.tercet.pipeline.provider.rules.values.Field;
import dev.tercet.pipeline.provider.rules.values.PassageValues;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds the records of one shape in a passage, by the rules of the package documentation. */
final class RecordFinder {
  private static final Set<String> WITHOUT_ROLE =
      Set.of("name", "person", "organisation", "organization", "company", "identifier", "id");

  private final FactShape.Composite shape;
  private final LabelMatch labels;

  /** The properties whose form no other property of the shape has. */
  private final List<Property> unmistakable;

  RecordFinder(FactShape.Composite shape) {
    this.shape = shape;
    this.labels = new LabelMatch(shape.properties());
    this.unmistakable =
        shape.properties().stream()
            .filter(RecordFinder::needsNoRole)
            .filter(one -> shape.properties().stream().filter(p -> sameForm(p, one)).count() == 1)
            .toList();
  }

  /** Records in reading order, not yet checked against the schema. */
  List<RecordDraft> find(PassageValues passage) {
    var reader = new FormReader(passage);
    var drafts = new ArrayList<RecordDraft>();
    rows(passage.fields(), reader, drafts);
    boolean rowsFound = !drafts.isEmpty();
    lines(passage, reader, drafts);
    if (drafts.isEmpty() && !rowsFound) {
      prose(passage, reader, drafts);
    }
    drafts.removeIf(draft -> draft.size() < (draft.isLabelled() ? 1 : Math.min(2, size())));
    return drafts;
  }

  private int size() {
    return shape.properties().size();
  }

  private void rows(List<Field> fields, FormReader reader, List<RecordDraft> drafts) {
    var draft = new RecordDraft();
    int row = 0;
    for (Field field : fields) {
      if (field.row() == 0) {
        continue;
      }
      if (field.row() != row) {
        addRow(draft, drafts);
        draft = new RecordDraft();
        row = field.row();
      }
      assign(field, reader, draft);
    }
    addRow(draft, drafts);
  }

  private void addRow(RecordDraft draft, List<RecordDraft> drafts) {
    if (draft.size() >= Math.min(2, size()) && !draft.isEmpty()) {
      drafts.add(draft);
    }
  }

  private void lines(PassageValues passage, FormReader reader, List<RecordDraft> drafts) {
    var draft = new RecordDraft();
    int regionStart = 0;
    for (Field field : passage.fields()) {
      if (field.row() != 0) {
        continue;
      }
      if (draft.hasUsed(field.label())) {
        complete(draft, reader, regionStart, field.startChar());
        drafts.add(draft);
        draft = new RecordDraft();
        regionStart = field.startChar();
      }
      assign(field, reader, draft);
    }
    if (!draft.isEmpty()) {
      complete(draft, reader, regionStart, passage.text().folded().length());
      drafts.add(draft);
    }
  }

  private void assign(Field field, FormReader reader, RecordDraft draft) {
    for (LabelMatch.Candidate candidate : labels.candidates(field.label())) {
      List<PropertyValue> readings =
          reader.labelled(candidate.property().form(), field.startChar(), field.endChar());
      if (!readings.isEmpty()
          && draft.takeLabelled(candidate.property(), readings, candidate.score(), field.label())) {
        return;
      }
    }
  }

  /** Adds what needs no label, from the record's own part of the passage. */
  private void complete(RecordDraft draft, FormReader reader, int start, int end) {
    for (Property property : shape.properties()) {
      if (draft.has(property)) {
        continue;
      }
      List<PropertyValue> readings = new ArrayList<>(withoutLabel(property, reader, start, end));
      readings.removeIf(draft::uses);
      if (!readings.isEmpty()) {
        draft.take(property, readings);
      }
    }
  }

  /** What stands under a label belongs to that label and to nothing else. */
  private List<PropertyValue> withoutLabel(
      Property property, FormReader reader, int start, int end) {
    if (property.form() instanceof PropertyForm.Choice) {
      return property.required() ? reader.labelled(property.form(), start, end) : List.of();
    }
    return unmistakable.contains(property) ? reader.free(property.form(), start, end) : List.of();
  }

  private record Hit(Property property, PropertyValue reading) {}

  /** No label at all: values in reading order, a new record whenever a property comes again. */
  private void prose(PassageValues passage, FormReader reader, List<RecordDraft> drafts) {
    var hits = new ArrayList<Hit>();
    int end = passage.text().folded().length();
    for (Property property : shape.properties()) {
      withoutLabel(property, reader, 0, end).forEach(r -> hits.add(new Hit(property, r)));
    }
    hits.sort(Comparator.comparingInt(hit -> hit.reading().startChar()));
    var draft = new RecordDraft();
    for (Hit hit : hits) {
      boolean again = draft.has(hit.property()) && !hit.property().many();
      if (again) {
        drafts.add(draft);
        draft = new RecordDraft();
      }
      if (!draft.uses(hit.reading())) {
        var readings = new ArrayList<>(draft.readings(hit.property()));
        readings.add(hit.reading());
        draft.take(hit.property(), readings);
      }
    }
    drafts.add(draft);
  }

  /** A customer is a name in a role that only a label can tell; a name is any name. */
  private static boolean needsNoRole(Property property) {
    boolean role =
        property.form() instanceof PropertyForm.Typed(var kind)
            && (kind == ValueKind.NAME || kind == ValueKind.IDENTIFIER);
    return !role || WITHOUT_ROLE.contains(property.labels().iterator().next());
  }

  /** Two properties that would read the same values; an amount is one as number, object or text. */
  private static boolean sameForm(Property one, Property other) {
    return formName(one.form()).equals(formName(other.form()));
  }

  private static Object formName(PropertyForm form) {
    return switch (form) {
      case PropertyForm.Date _ -> "date";
      case PropertyForm.Typed(var kind) -> kind;
      case PropertyForm.Numeric(_, boolean money) -> money ? ValueKind.AMOUNT : "number";
      case PropertyForm.Money _ -> ValueKind.AMOUNT;
      case PropertyForm.Shaped(var pattern) -> pattern;
      case PropertyForm.Iban _ -> "iban";
      case PropertyForm.Currency _ -> "currency";
      case PropertyForm.Choice(var values) -> values;
      case PropertyForm.Flag _ -> "flag";
      case PropertyForm.Text _ -> "text";
    };
  }
}

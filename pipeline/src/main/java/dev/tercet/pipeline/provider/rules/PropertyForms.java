package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.provider.rules.values.LabelKind;
import dev.tercet.pipeline.provider.rules.values.Labels;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import dev.tercet.pipeline.schema.BoundedPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Decides how the values of a property look, in the order of the package documentation. */
final class PropertyForms {
  private static final int MOST_CHOICES = 1_000;

  private PropertyForms() {}

  static PropertyForm of(JsonNode schema, @Nullable LabelKind kind) {
    if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
      List<JsonNode> values = new ArrayList<>();
      schema.path("enum").forEach(values::add);
      return new PropertyForm.Choice(values.subList(0, Math.min(MOST_CHOICES, values.size())));
    }
    PropertyForm form = byFormat(schema.path("format").asText());
    form = form == null ? byPattern(schema) : form;
    form = form == null ? byType(PropertyReader.typeOf(schema), kind) : form;
    return form == null ? byLabel(kind) : form;
  }

  /** The names of amount and currency when the schema is an object of these two. */
  static PropertyForm.@Nullable Money money(JsonNode schema, ObjectForms forms) {
    String amount = null;
    String currency = null;
    for (var member : schema.path("properties").properties()) {
      JsonNode node = forms.resolved(member.getValue());
      String type = PropertyReader.typeOf(node);
      boolean number = type.equals("number") || type.equals("integer");
      if (Labels.contains(Labels.normal(member.getKey()), "currency")) {
        currency = member.getKey();
      } else if (number && amount == null) {
        amount = member.getKey();
      } else {
        return null;
      }
    }
    return amount == null || currency == null ? null : new PropertyForm.Money(amount, currency);
  }

  private static @Nullable PropertyForm byFormat(String format) {
    return switch (format) {
      case "date" -> new PropertyForm.Date(false);
      case "date-time" -> new PropertyForm.Date(true);
      case "email", "idn-email" -> new PropertyForm.Typed(ValueKind.EMAIL);
      case "uri", "iri", "uri-reference" -> new PropertyForm.Typed(ValueKind.URL);
      default -> null;
    };
  }

  private static @Nullable PropertyForm byPattern(JsonNode schema) {
    String pattern = schema.path("pattern").asText();
    if (pattern.isEmpty()) {
      return null;
    }
    String inner = pattern.startsWith("^") ? pattern.substring(1) : pattern;
    boolean anchored = inner.endsWith("$") && !inner.endsWith("\\$");
    inner = anchored ? inner.substring(0, inner.length() - 1) : inner;
    try {
      return new PropertyForm.Shaped(BoundedPattern.compile(inner));
    } catch (PatternSyntaxException unreadableWithoutAnchors) {
      return null;
    }
  }

  private static @Nullable PropertyForm byType(String type, @Nullable LabelKind kind) {
    return switch (type) {
      case "number" -> new PropertyForm.Numeric(false, kind == LabelKind.AMOUNT);
      case "integer" -> new PropertyForm.Numeric(true, kind == LabelKind.AMOUNT);
      case "boolean" -> new PropertyForm.Flag();
      default -> null;
    };
  }

  private static PropertyForm byLabel(@Nullable LabelKind kind) {
    return switch (kind) {
      case null -> new PropertyForm.Text();
      case DATE -> new PropertyForm.Date(false);
      case AMOUNT -> new PropertyForm.Typed(ValueKind.AMOUNT);
      case CURRENCY -> new PropertyForm.Currency();
      case IDENTIFIER -> new PropertyForm.Typed(ValueKind.IDENTIFIER);
      case IBAN -> new PropertyForm.Iban();
      case PERSON, ORGANISATION, PARTY -> new PropertyForm.Typed(ValueKind.NAME);
      case EMAIL -> new PropertyForm.Typed(ValueKind.EMAIL);
      case PHONE -> new PropertyForm.Typed(ValueKind.PHONE);
      case URL -> new PropertyForm.Typed(ValueKind.URL);
      case ADDRESS -> new PropertyForm.Typed(ValueKind.ADDRESS);
      case NUMBER, TEXT -> new PropertyForm.Text();
    };
  }
}

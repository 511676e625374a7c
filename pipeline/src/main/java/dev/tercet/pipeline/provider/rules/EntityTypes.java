package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.provider.rules.values.LabelKind;
import dev.tercet.pipeline.provider.rules.values.NameShape;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import org.jspecify.annotations.Nullable;

/** The type of entity that a property's values are. */
final class EntityTypes {
  static final String NAME = "name";
  static final String PERSON = "person";
  static final String ORGANISATION = "organisation";
  static final String IDENTIFIER = "identifier";

  private EntityTypes() {}

  /** Null when the values name nothing that others could mention, too. */
  static @Nullable String of(JsonNode schema, PropertyForm form, @Nullable LabelKind kind) {
    if (schema.path("x-entity").isTextual()) {
      return schema.path("x-entity").textValue();
    }
    return switch (form) {
      case PropertyForm.Typed(ValueKind typed) -> of(typed, kind);
      case PropertyForm.Iban _ -> IDENTIFIER;
      case PropertyForm.Shaped _ -> kind == LabelKind.IDENTIFIER ? IDENTIFIER : null;
      case PropertyForm.Date _,
          PropertyForm.Numeric _,
          PropertyForm.Money _,
          PropertyForm.Currency _,
          PropertyForm.Choice _,
          PropertyForm.Flag _,
          PropertyForm.Text _ ->
          null;
    };
  }

  private static @Nullable String of(ValueKind value, @Nullable LabelKind kind) {
    return switch (value) {
      case EMAIL -> "email";
      case PHONE -> "phone";
      case URL -> "url";
      case IDENTIFIER -> IDENTIFIER;
      case NAME ->
          kind == LabelKind.PERSON ? PERSON : kind == LabelKind.ORGANISATION ? ORGANISATION : NAME;
      case DATE, AMOUNT, ADDRESS -> null;
    };
  }

  /** A name with a legal form is an organisation, whatever its property is called. */
  static String refined(String type, String value) {
    return type.equals(NAME) && NameShape.isOrganisation(value) ? ORGANISATION : type;
  }
}

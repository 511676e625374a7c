package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.provider.rules.values.Found;
import dev.tercet.pipeline.provider.rules.values.NameShape;
import dev.tercet.pipeline.provider.rules.values.PassageValues;
import dev.tercet.pipeline.provider.rules.values.Value;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import dev.tercet.pipeline.schema.BoundedPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values of a property's form out of a part of one passage. */
final class FormReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final PassageValues passage;
  private final String text;

  FormReader(PassageValues passage) {
    this.passage = passage;
    this.text = passage.text().folded();
  }

  /** The values under a label, in reading order; the label vouches for what has no form. */
  List<PropertyValue> labelled(PropertyForm form, int startChar, int endChar) {
    List<PropertyValue> readings = unlabelled(form, startChar, endChar);
    if (!readings.isEmpty()) {
      return readings;
    }
    return switch (form) {
      case PropertyForm.Typed(ValueKind kind) -> vouched(kind, startChar, endChar);
      case PropertyForm.Numeric number ->
          Literals.numbers(text, startChar, endChar, number.integer());
      case PropertyForm.Choice choice -> Choices.find(text, startChar, endChar, choice.values());
      case PropertyForm.Flag _ -> Literals.flag(text, startChar, endChar);
      case PropertyForm.Currency _ -> Literals.currency(text, startChar, endChar);
      case PropertyForm.Text _ -> written(startChar, endChar);
      case PropertyForm.Date _, PropertyForm.Iban _, PropertyForm.Money _, PropertyForm.Shaped _ ->
          List.of();
    };
  }

  /** The unmistakable values that stand under no label. */
  List<PropertyValue> free(PropertyForm form, int startChar, int endChar) {
    List<PropertyValue> readings = new ArrayList<>(unlabelled(form, startChar, endChar));
    readings.removeIf(this::isUnderLabel);
    return readings;
  }

  private boolean isUnderLabel(PropertyValue reading) {
    return passage.fields().stream()
        .anyMatch(f -> f.startChar() <= reading.startChar() && reading.endChar() <= f.endChar());
  }

  /** The values with an unmistakable form; a choice, a plain number or text is none. */
  List<PropertyValue> unlabelled(PropertyForm form, int startChar, int endChar) {
    return switch (form) {
      case PropertyForm.Date(boolean instant) ->
          found(ValueKind.DATE, startChar, endChar, found -> date(found, instant));
      case PropertyForm.Typed(ValueKind kind) -> found(kind, startChar, endChar, this::string);
      case PropertyForm.Iban _ ->
          found(
              ValueKind.IDENTIFIER,
              startChar,
              endChar,
              found -> "iban".equals(found.detail()) ? string(found) : null);
      case PropertyForm.Numeric(boolean integer, boolean money) ->
          money
              ? found(ValueKind.AMOUNT, startChar, endChar, found -> number(found, integer))
              : List.of();
      case PropertyForm.Money(String amount, String currency) ->
          found(ValueKind.AMOUNT, startChar, endChar, found -> money(found, amount, currency));
      case PropertyForm.Shaped(BoundedPattern pattern) ->
          Literals.shaped(text, startChar, endChar, pattern);
      case PropertyForm.Choice _,
          PropertyForm.Flag _,
          PropertyForm.Currency _,
          PropertyForm.Text _ ->
          List.of();
    };
  }

  private List<PropertyValue> found(
      ValueKind kind, int startChar, int endChar, Function<Found, @Nullable PropertyValue> read) {
    var readings = new ArrayList<PropertyValue>();
    for (Found found : passage.found()) {
      if (found.kind() == kind && found.startChar() >= startChar && found.endChar() <= endChar) {
        PropertyValue reading = read.apply(found);
        if (reading != null) {
          readings.add(reading);
        }
      }
    }
    return readings;
  }

  private static @Nullable PropertyValue date(Found found, boolean instant) {
    if (!(found.value() instanceof Value.Day(var date, var time)) || (instant && time == null)) {
      return null;
    }
    String iso = instant && time != null ? time : date.toString();
    return new PropertyValue(JSON.textNode(iso), found.startChar(), found.endChar(), null);
  }

  private PropertyValue string(Found found) {
    boolean normal = found.kind() == ValueKind.EMAIL || found.kind() == ValueKind.PHONE;
    boolean iban = "iban".equals(found.detail());
    String string =
        (normal || iban) && found.value() instanceof Value.Text(var normalText)
            ? normalText
            : passage.text().original(found.startChar(), found.endChar());
    return new PropertyValue(JSON.textNode(string), found.startChar(), found.endChar(), null);
  }

  private static @Nullable PropertyValue number(Found found, boolean integer) {
    if (!(found.value() instanceof Value.Money(var amount, var currency))
        || (integer && amount.stripTrailingZeros().scale() > 0)) {
      return null;
    }
    return new PropertyValue(Numbers.node(amount), found.startChar(), found.endChar(), currency);
  }

  private static @Nullable PropertyValue money(
      Found found, String amountName, String currencyName) {
    if (!(found.value() instanceof Value.Money(var amount, var currency))) {
      return null;
    }
    var object = JSON.objectNode();
    object.set(amountName, Numbers.node(amount));
    object.put(currencyName, currency);
    return new PropertyValue(object, found.startChar(), found.endChar(), currency);
  }

  private List<PropertyValue> vouched(ValueKind kind, int startChar, int endChar) {
    return switch (kind) {
      case ADDRESS -> written(startChar, endChar);
      case NAME -> name(startChar, endChar);
      case IDENTIFIER -> Literals.identifier(text, startChar, endChar);
      case DATE, AMOUNT, EMAIL, PHONE, URL -> List.of();
    };
  }

  /** A name that no rule knew, up to the first comma. */
  private List<PropertyValue> name(int startChar, int endChar) {
    int comma = text.substring(startChar, endChar).indexOf(',');
    int end = comma < 0 ? endChar : startChar + comma;
    return NameShape.isName(text.substring(startChar, end)) ? written(startChar, end) : List.of();
  }

  private List<PropertyValue> written(int startChar, int endChar) {
    String written = passage.text().original(startChar, endChar);
    return List.of(new PropertyValue(JSON.textNode(written), startChar, endChar, null));
  }
}

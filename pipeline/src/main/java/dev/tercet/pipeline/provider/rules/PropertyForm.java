package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.provider.rules.values.ValueKind;
import dev.tercet.pipeline.schema.BoundedPattern;
import java.util.List;

/** How the values of a property look, which decides how they are found. */
sealed interface PropertyForm {

  /** A day, or a full date-time with offset. */
  record Date(boolean instant) implements PropertyForm {}

  /** A value of this kind as a string: normal form for an e-mail or phone, as written otherwise. */
  record Typed(ValueKind kind) implements PropertyForm {}

  record Iban() implements PropertyForm {}

  /** A number; {@code money} when its label says that it is an amount. */
  record Numeric(boolean integer, boolean money) implements PropertyForm {}

  /** An object of an amount and its currency, under these names. */
  record Money(String amount, String currency) implements PropertyForm {}

  record Currency() implements PropertyForm {}

  /** One of these values, found as words. */
  record Choice(List<JsonNode> values) implements PropertyForm {}

  /** Whatever the expression matches between word limits. */
  record Shaped(BoundedPattern pattern) implements PropertyForm {}

  record Flag() implements PropertyForm {}

  /** The text under the label, nothing without a label. */
  record Text() implements PropertyForm {}
}

package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** Numbers as JSON: whole ones without a fraction, none with an exponent. */
final class Numbers {
  private Numbers() {}

  static JsonNode node(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > 0) {
      return JsonNodeFactory.instance.numberNode(plain);
    }
    return plain.precision() - plain.scale() <= 9
        ? JsonNodeFactory.instance.numberNode(plain.intValueExact())
        : plain.precision() - plain.scale() <= 18
            ? JsonNodeFactory.instance.numberNode(plain.longValueExact())
            : JsonNodeFactory.instance.numberNode(plain.toBigInteger());
  }
}

package dev.tercet.pipeline.provider.rules.values;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A value in its normal form. */
public sealed interface Value {

  /**
   * A day.
   *
   * @param instant the full RFC 3339 date-time when the text gives one with its offset
   */
  record Day(LocalDate date, @Nullable String instant) implements Value {}

  /**
   * An amount of money.
   *
   * @param currency ISO 4217 code
   */
  record Money(BigDecimal amount, String currency) implements Value {}

  /** Everything whose normal form is a text: E.164 for a phone, without spaces for an IBAN. */
  record Text(String text) implements Value {}
}

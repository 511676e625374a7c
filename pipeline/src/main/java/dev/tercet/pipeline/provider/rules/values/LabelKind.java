package dev.tercet.pipeline.provider.rules.values;

/** What a label of the vocabulary promises about its value. */
public enum LabelKind {
  DATE,
  AMOUNT,
  NUMBER,
  CURRENCY,
  IDENTIFIER,
  IBAN,
  PERSON,
  ORGANISATION,
  /** A person or an organisation, such as a customer. */
  PARTY,
  EMAIL,
  PHONE,
  URL,
  ADDRESS,
  TEXT
}

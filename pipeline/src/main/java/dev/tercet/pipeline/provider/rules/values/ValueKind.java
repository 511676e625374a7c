package dev.tercet.pipeline.provider.rules.values;

/** What a value is; the names in lower case are the types of the default schema. */
public enum ValueKind {
  DATE,
  AMOUNT,
  EMAIL,
  PHONE,
  URL,
  ADDRESS,
  NAME,
  IDENTIFIER
}

package dev.tercet.pipeline.accept;

import dev.tercet.saga.Acceptance;

/** What a caller who hands in a document is told. */
public sealed interface Receipt {
  /** It reached the ledger, which answered this. */
  record Answered(Acceptance acceptance) implements Receipt {}

  /**
   * It cannot be taken; nothing of it was left anywhere.
   *
   * @param code stable and machine-readable: {@code source-empty}, {@code source-too-long}, {@code
   *     source-unstorable}, {@code text-empty}, {@code document-too-large}, {@code
   *     metadata-invalid}, {@code run-at-out-of-range}, {@code idempotency-key-invalid}
   * @param pointer JSON pointer of what is wrong in the draft, such as {@code /source}; of the
   *     header's name, such as {@code Idempotency-Key}, when it is none of its fields
   * @param detail for a person
   */
  record Refused(String code, String pointer, String detail) implements Receipt {}
}

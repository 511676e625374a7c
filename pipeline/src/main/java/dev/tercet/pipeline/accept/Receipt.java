package dev.tercet.pipeline.accept;

import dev.tercet.saga.Extraction;
import org.jspecify.annotations.Nullable;

/** What a caller who hands in a document is told. */
public sealed interface Receipt {
  /**
   * It stands in the ledger.
   *
   * @param isNew false when the same document was there already
   */
  record Taken(Extraction extraction, boolean isNew) implements Receipt {}

  /**
   * It cannot be taken; nothing of it was left anywhere.
   *
   * @param code stable and machine-readable: {@code source-empty}, {@code source-too-long}, {@code
   *     source-unstorable}, {@code text-empty}, {@code document-too-large}, {@code
   *     metadata-invalid}, {@code run-at-out-of-range}, {@code idempotency-key-invalid}, {@code
   *     idempotency-key-reused}, {@code no-such-project}
   * @param pointer JSON pointer of what is wrong in the draft, such as {@code /source}; of the
   *     header's name, such as {@code Idempotency-Key}, when it is none of its fields; null when
   *     nothing is wrong with the draft itself
   * @param detail for a person
   */
  record Refused(String code, @Nullable String pointer, String detail) implements Receipt {}
}

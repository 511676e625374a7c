package dev.tercet.saga;

import java.util.UUID;

/** What became of a submission. */
public sealed interface Acceptance {

  /** It stands in the ledger. */
  sealed interface Taken extends Acceptance {
    Extraction extraction();
  }

  /** A new generation was accepted; its row is pending, due at {@code due}. */
  record Accepted(Extraction extraction) implements Taken {}

  /**
   * The same document is there already, or the same idempotency key with the same body: nothing
   * runs twice.
   */
  record Existing(Extraction extraction) implements Taken {}

  /** The idempotency key was used with another body. */
  record KeyReused(UUID extraction) implements Acceptance {}

  /**
   * There is no such project of that version: it was deleted or changed in the meantime. Nothing
   * was written.
   */
  record NoProject() implements Acceptance {}
}

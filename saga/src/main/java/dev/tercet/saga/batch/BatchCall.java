package dev.tercet.saga.batch;

import dev.tercet.saga.ModelCall;
import org.jspecify.annotations.Nullable;

/**
 * One question of a batch.
 *
 * @param call as the ledger has it, or is about to have it
 * @param text what is asked; null once its document is gone
 */
public record BatchCall(ModelCall call, @Nullable Text text) {
  /**
   * What is asked.
   *
   * @param schema JSON Schema of one fact
   * @param passage the passage's text
   */
  public record Text(String schema, String passage) {}
}

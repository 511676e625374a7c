package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.saga.answer.DroppedFacts;

/** What one fact of an answer is worth. */
sealed interface CheckedFact {
  /** As it is kept: with its quote as the passage has it, and where it stands. */
  record Good(JsonNode fact) implements CheckedFact {}

  /**
   * Of no use.
   *
   * @param why for a person and for the model, with the place in the answer
   */
  record Bad(DroppedFacts.Reason reason, String why) implements CheckedFact {}
}

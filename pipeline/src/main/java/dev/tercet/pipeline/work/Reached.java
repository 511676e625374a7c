package dev.tercet.pipeline.work;

import dev.tercet.pipeline.Setback;
import dev.tercet.saga.Answer;

/** What a question came to. */
sealed interface Reached {
  /** The stored answer. */
  record Found(Answer answer) implements Reached {}

  /** No answer this time. */
  record Missed(Setback setback) implements Reached {}

  /**
   * An answer that was not kept, since the document of the one who asked is gone. It says nothing
   * about others who have the same question.
   */
  record Discarded(Setback setback) implements Reached {}
}

package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.saga.SavedAnswer;

/** What a question came to. */
sealed interface AskOutcome {
  /** The stored answer. */
  record Found(SavedAnswer answer) implements AskOutcome {}

  /** There is none. */
  sealed interface Unanswered extends AskOutcome {
    /** What that means for the extraction. */
    AttemptFailure failure();
  }

  /** No answer this time. */
  record Missed(AttemptFailure failure) implements Unanswered {}

  /**
   * Nothing was asked, since asking was in vain before. That rests on the document of the one who
   * wanted to ask, and says nothing about others who have the same question.
   */
  record Unasked(AttemptFailure failure) implements Unanswered {}

  /** The first answer of the question is invalid: it may be asked for once more. */
  record Invalid(AttemptFailure failure) implements Unanswered {}

  /**
   * An answer that was not kept, since the document of the one who asked is gone. It says nothing
   * about others who have the same question.
   */
  record Discarded(AttemptFailure failure) implements Unanswered {}

  /**
   * The answer was cut off, and will be again: halves of the passage may be asked about.
   *
   * @param failure what that means when it cannot be
   */
  record Cut(AttemptFailure failure) implements Unanswered {}
}

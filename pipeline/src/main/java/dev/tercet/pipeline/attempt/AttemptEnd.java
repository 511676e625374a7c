package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;

/** How an attempt ended. */
sealed interface AttemptEnd {
  /** Whole in every store. */
  record Done() implements AttemptEnd {}

  /** Whole, but a newer generation had finished before. */
  record Overtaken() implements AttemptEnd {}

  /** The claim is somebody else's. */
  record Lost() implements AttemptEnd {}

  /** Not whole, for this reason. */
  record SetBack(AttemptFailure failure) implements AttemptEnd {}
}

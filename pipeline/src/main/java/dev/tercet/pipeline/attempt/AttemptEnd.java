package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.saga.port.ExtractionStore.Completion;

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

  /** What the ledger answered to the end of one that went well. */
  static AttemptEnd of(Completion completion) {
    return switch (completion) {
      case DONE -> new Done();
      case SUPERSEDED -> new Overtaken();
      case LOST -> new Lost();
    };
  }
}

package dev.tercet.pipeline.work;

import dev.tercet.pipeline.Setback;

/** How an attempt ended. */
sealed interface Ending {
  /** Whole in every store. */
  record Done() implements Ending {}

  /** Whole, but a newer generation had finished before. */
  record Overtaken() implements Ending {}

  /** The claim is somebody else's. */
  record Lost() implements Ending {}

  /** Not whole, for this reason. */
  record SetBack(Setback setback) implements Ending {}
}

package dev.tercet.pipeline.worker;

import dev.tercet.saga.Claim;
import java.util.UUID;

/** One attempt's name: the extraction and the epoch of its claim. */
record AttemptKey(UUID extraction, long epoch) {
  static AttemptKey of(Claim claim) {
    return new AttemptKey(claim.extraction(), claim.epoch());
  }
}

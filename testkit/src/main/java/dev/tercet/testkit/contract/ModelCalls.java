package dev.tercet.testkit.contract;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.id.Fingerprint;

/** Calls of models about passages of what is claimed. */
record ModelCalls(LedgerScene scene, String provider, String model) {
  /** Of a remote model without a price. */
  static ModelCalls remote(LedgerScene scene) {
    return new ModelCalls(scene, "openai", "m");
  }

  ModelCall about(Claim claim, int ordinal, Fingerprint question) {
    return new ModelCall(
        scene.nextId(),
        claim.project(),
        claim.extraction(),
        ordinal,
        claim.epoch(),
        provider,
        model,
        question);
  }
}

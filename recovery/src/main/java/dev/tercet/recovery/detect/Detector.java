package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.RecoveryRequest;

/**
 * Compares two stores page by page and adds what it finds; changes nothing that counts as truth.
 */
public interface Detector {
  /**
   * Throws {@link dev.tercet.saga.port.StoreUnavailableException} when a store cannot be read: the
   * run goes on without, as it does after any other failure.
   */
  void detect(RecoveryRequest request, Findings findings);
}

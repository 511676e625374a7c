package dev.tercet.recovery;

/**
 * Compares two stores page by page and adds what it finds; changes nothing that counts as truth.
 */
interface Detector {
  /**
   * Throws {@link dev.tercet.saga.StoreUnavailableException} when a store cannot be read: the run
   * goes on without.
   */
  void detect(RecoveryRequest request, Findings findings);
}

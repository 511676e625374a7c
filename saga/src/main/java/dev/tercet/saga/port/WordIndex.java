package dev.tercet.saga.port;

/**
 * The index behind full-text queries (docs/protocol.md §9). What has ended is due for it from the
 * transaction on in which it ended.
 */
public interface WordIndex {

  /**
   * Takes some of what is due into the index, in one bounded transaction; what another process is
   * taking is left to it. Returns how many extractions it went on with, 0 when nothing is due.
   */
  int fillOnce();
}

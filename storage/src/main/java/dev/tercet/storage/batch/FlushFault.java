package dev.tercet.storage.batch;

/** What a failed flush says about its batch (docs/protocol.md §3). */
public enum FlushFault {
  /**
   * An item's data was refused and nothing was written: the batch is bisected until only the
   * culprit fails.
   */
  REJECTED,
  /**
   * Nothing was written and the same batch may succeed later: serialisation failure, deadlock,
   * refused connection.
   */
  NOTHING_DONE,
  /** It may or may not have been written: the items are read back before anything is believed. */
  UNKNOWN,
  /** Trying again cannot help; every item fails. */
  FATAL
}

package dev.tercet.saga.queue;

/**
 * One search for lost messages. It holds how the queues stood before the rows were read, which only
 * the adapter that began it can read (docs/protocol.md §8).
 */
public interface MessageSearch {

  /** The row of that message still waits for it: it is lost indeed. */
  void confirm(LostMessage lost);

  /** Every queued row was asked about, so that the next search may rely on what this one saw. */
  void end();
}

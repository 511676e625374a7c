package dev.tercet.testkit.contract;

import dev.tercet.saga.port.JobQueue;

/** A queue with nothing in it, and what a test may do to it. */
public interface Queues extends AutoCloseable {
  JobQueue queue();

  /** Loses all data, as FLUSHALL does. */
  void loseEverything();

  /** Somebody else acknowledges what was delivered, and leaves the entries where they are. */
  void acknowledgeEverything();

  /** Lets a moment pass between two looks: moves a settable clock, or parks for milliseconds. */
  void letAMomentPass();

  @Override
  void close();
}

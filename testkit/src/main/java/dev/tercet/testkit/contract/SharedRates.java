package dev.tercet.testkit.contract;

import dev.tercet.saga.port.CallRates;
import java.time.Duration;

/** Rates of which nothing is used, and what a test may do to them. */
public interface SharedRates extends AutoCloseable {
  /** As one process sees them. */
  CallRates rates();

  /** As another process of the same installation sees them. */
  CallRates ofAnotherProcess();

  /** Loses all data, as FLUSHALL does. */
  void loseEverything();

  /** Lets so much time pass: moves a settable clock, or parks. */
  void pass(Duration time);

  @Override
  void close();
}

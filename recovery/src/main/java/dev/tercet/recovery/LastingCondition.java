package dev.tercet.recovery;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether something has been shown by every look for so long, though somebody sees to it. */
final class LastingCondition {
  private final long patienceNanos;
  private final LongSupplier nanos;
  private long since;
  private boolean stands;

  /**
   * @param nanos the time that passes, of any beginning
   */
  LastingCondition(Duration patience, LongSupplier nanos) {
    this.patienceNanos = patience.toNanos();
    this.nanos = nanos;
  }

  /** What the next look shows; true when it has been there for that long. */
  synchronized boolean look(boolean shown) {
    if (shown && !stands) {
      since = nanos.getAsLong();
    }
    stands = shown;
    return stands && nanos.getAsLong() - since >= patienceNanos;
  }
}

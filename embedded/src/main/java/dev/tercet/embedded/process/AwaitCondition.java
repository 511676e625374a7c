package dev.tercet.embedded.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does and that nothing announces. */
public final class AwaitCondition {
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private AwaitCondition() {}

  /** Returns whether the condition held before the deadline; an interrupt ends the wait early. */
  public static boolean until(Duration deadline, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}

package dev.tercet.pipeline;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.time.Backoff;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repeats a write that must not be lost lightly while its store is away, a bounded number of times:
 * an answer that was paid for, the end of an attempt. Only for writes that may run twice (S5).
 */
public final class WriteRetry {
  private final int tries;
  private final Backoff backoff;

  /** Tries {@code tries} times in all, resting in between as {@code backoff} bounds it. */
  public WriteRetry(int tries, Backoff backoff) {
    this.tries = tries;
    this.backoff = backoff;
  }

  /** Ten tries within about ten seconds. */
  public static WriteRetry forSeconds() {
    return new WriteRetry(10, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2)));
  }

  /**
   * The write's result.
   *
   * @throws StoreUnavailableException of the last try; at once when the thread is interrupted
   */
  public <T> T call(Supplier<T> write) {
    var rest = new LoopSignal();
    for (int done = 1; ; done++) {
      try {
        return write.get();
      } catch (StoreUnavailableException e) {
        if (done >= tries || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        rest.rest(backoff.bound(done));
      }
    }
  }
}

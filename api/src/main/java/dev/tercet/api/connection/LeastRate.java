package dev.tercet.api.connection;

import java.time.Duration;

/**
 * Holds one direction of a connection to the least rate, window by window. Only time in which it
 * was the peer's turn counts. Not thread-safe; times are nanoseconds of one ticker.
 */
final class LeastRate {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final double bytesPerNano;
  private final long window;
  private long allowed;
  private long waited;
  private long bytes;

  LeastRate(long bytesPerSecond, Duration window) {
    bytesPerNano = bytesPerSecond / SECOND;
    this.window = window.toNanos();
    allowed = this.window;
  }

  /** Begins anew; the first window is {@code grace} longer. */
  void begin(Duration grace) {
    allowed = window + grace.toNanos();
    waited = 0;
    bytes = 0;
  }

  /** So much came through. */
  void moved(long count) {
    bytes += count;
  }

  /** It was the peer's turn for so long. */
  void waited(long nanos) {
    waited += nanos;
  }

  /**
   * Whether the peer is too slow, {@code pending} nanoseconds after the last time that was told;
   * the end of a good window begins the next one.
   */
  boolean isTooSlow(long pending) {
    long all = waited + pending;
    if (all < allowed) {
      return false;
    }
    if (bytes < bytesPerNano * all) {
      return true;
    }
    allowed = window;
    waited = -pending;
    bytes = 0;
    return false;
  }
}

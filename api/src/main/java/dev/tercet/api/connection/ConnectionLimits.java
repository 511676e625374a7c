package dev.tercet.api.connection;

import dev.tercet.api.config.HttpConfig;
import java.time.Duration;

/**
 * How long one connection may take for what. Times are nanoseconds.
 *
 * @param header from a request's first byte to the end of its headers
 * @param idle between two requests, and between two lines of a stream
 * @param rest of a body that nobody needs any more, once the answer is out; and of an answer that
 *     ends early, because its body does
 * @param lingering after a refusal, so that the client can read it
 */
record ConnectionLimits(
    long header, long idle, long rest, long lingering, long leastRate, Duration window) {
  /** How often a connection is looked at, within the shortest deadline. */
  static final int LOOKS = 8;

  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration LINGERING = Duration.ofSeconds(2);

  static ConnectionLimits of(HttpConfig http) {
    return new ConnectionLimits(
        http.headerTimeout().toNanos(),
        http.idleTimeout().toNanos(),
        REST.toNanos(),
        LINGERING.toNanos(),
        http.leastRate(),
        http.rateWindow());
  }

  /** Nanoseconds between two looks: short against every limit, at most a second. */
  long look() {
    long shortest = Math.min(Math.min(header, idle), window.toNanos());
    return Math.clamp(
        shortest / LOOKS, Duration.ofMillis(10).toNanos(), Duration.ofSeconds(1).toNanos());
  }
}

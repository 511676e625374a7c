package dev.tercet.api.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What clients may take, and how slow they may be.
 *
 * @param maxRequests in progress at once
 * @param maxWaiting requests that may wait for an extraction at once
 * @param maxConnections open at once
 * @param maxInFlightBytes of bodies in memory at once
 * @param maxSpoolBytes of bodies and answers on disk at once
 * @param maxBacklog unfinished extractions of all projects, beyond which none is taken; empty for
 *     no such limit
 * @param headerTimeout from a request's first byte to the end of its headers
 * @param leastRate bytes a second that a body has to bring, and an answer to be read with
 * @param rateWindow over which the rate is measured; a body's first window is twice as long
 * @param idleTimeout of a connection between two requests, and of a stream between two lines
 */
public record HttpConfig(
    int maxRequests,
    int maxWaiting,
    int maxConnections,
    long maxInFlightBytes,
    long maxSpoolBytes,
    Optional<Long> maxBacklog,
    Duration headerTimeout,
    long leastRate,
    Duration rateWindow,
    Duration idleTimeout) {

  static HttpConfig of(Values values) {
    return new HttpConfig(
        (int) values.integer("tercet.http.max-requests", 1, 100_000),
        (int) values.integer("tercet.http.max-waiting", 0, 100_000),
        (int) values.integer("tercet.http.max-connections", 1, 1_000_000),
        values.size("tercet.http.max-in-flight", "24MiB", "64GiB"),
        values.size("tercet.http.max-spool", "32MiB", "1024GiB"),
        values.optionalInteger("tercet.http.max-backlog", 1, 1_000_000_000),
        values.duration("tercet.http.header-timeout", "100ms", "10m"),
        values.size("tercet.http.least-rate", "1B", "10MiB"),
        values.duration("tercet.http.rate-window", "100ms", "10m"),
        values.duration("tercet.http.idle-timeout", "100ms", "1h"));
  }
}

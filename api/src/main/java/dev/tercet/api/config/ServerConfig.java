package dev.tercet.api.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the service listens and how much it takes at once.
 *
 * @param port 0 for any free one
 * @param dataDir of the embedded stores and the drawn administrator key
 * @param adminKey null when one is to be drawn
 * @param stopTimeout of a graceful stop
 * @param maxRequests in progress at once
 * @param maxInFlightBytes of bodies in memory at once
 * @param metricsOpen whether metrics need no key
 */
public record ServerConfig(
    String host,
    int port,
    Path dataDir,
    Set<Role> roles,
    @Nullable Secret adminKey,
    Duration stopTimeout,
    int maxRequests,
    long maxInFlightBytes,
    boolean metricsOpen) {

  private static final int LEAST_KEY = 4;
  private static final int MOST_KEY = 200;

  static ServerConfig of(Values values) {
    Secret adminKey = values.secret("tercet.admin-key");
    if (adminKey != null
        && (adminKey.value().length() < LEAST_KEY || adminKey.value().length() > MOST_KEY)) {
      throw values.invalid("tercet.admin-key", "4 to 200 characters long");
    }
    return new ServerConfig(
        values.required("tercet.host"),
        (int) values.integer("tercet.port", 0, 65_535),
        Path.of(values.required("tercet.data-dir")),
        values.choices("tercet.roles", Role.class),
        adminKey,
        values.duration("tercet.stop-timeout", "1s", "10m"),
        (int) values.integer("tercet.http.max-requests", 1, 100_000),
        values.size("tercet.http.max-in-flight", "24MiB", "64GiB"),
        values.flag("tercet.metrics.open"));
  }
}

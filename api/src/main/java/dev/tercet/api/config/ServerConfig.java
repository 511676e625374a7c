package dev.tercet.api.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the service listens and how much it takes at once.
 *
 * @param port 0 for any free one
 * @param dataDir of the embedded stores and the drawn administrator key
 * @param adminKey null when one is to be drawn
 * @param stopTimeout of a graceful stop
 * @param drain how long the listener stays open once the process was asked to stop
 * @param http what one connection, and all of them, may take
 * @param metricsOpen whether metrics need no key
 */
public record ServerConfig(
    String host,
    int port,
    Path dataDir,
    Set<Role> roles,
    @Nullable Secret adminKey,
    Duration stopTimeout,
    Duration drain,
    HttpConfig http,
    boolean metricsOpen) {

  /**
   * This machine's own addresses, for which no DNS is asked. A short key is taken there from who
   * asks for it, to try things out.
   */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

  private static final int LEAST_INSECURE_KEY = 4;
  private static final int LEAST_KEY = 16;
  private static final int MOST_KEY = 200;

  static ServerConfig of(Values values) {
    String host = values.required("tercet.host");
    return new ServerConfig(
        host,
        (int) values.integer("tercet.port", 0, 65_535),
        Path.of(values.required("tercet.data-dir")),
        values.choices("tercet.roles", Role.class),
        adminKey(values, host),
        values.duration("tercet.stop-timeout", "1s", "10m"),
        values.duration("tercet.drain", "0ms", "1m"),
        HttpConfig.of(values),
        values.flag("tercet.metrics.open"));
  }

  private static @Nullable Secret adminKey(Values values, String host) {
    Secret key = values.secret("tercet.admin-key");
    boolean insecure = values.flag("tercet.insecure-key");
    boolean loopback = LOOPBACK.matcher(host).matches();
    int least = insecure && loopback ? LEAST_INSECURE_KEY : LEAST_KEY;
    if (key != null && (key.value().length() < least || key.value().length() > MOST_KEY)) {
      throw values.invalid(
          "tercet.admin-key",
          "%d to %d characters long%s"
              .formatted(
                  least, MOST_KEY, insecure && !loopback ? " where others reach the service" : ""));
    }
    return key;
  }
}

package dev.tercet.api.wiring;

import dev.tercet.api.config.Role;
import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.connection.HttpConnections;
import dev.tercet.api.http.HttpGauges;
import dev.tercet.api.intake.Body;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.waiting.Waits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with everything that it serves. */
public final class HttpServer implements AutoCloseable {
  /** Streams of lines have no limit of their own; every line and every other body has one. */
  private static final long NO_LIMIT = 1L << 50;

  /** A source of 2 KiB fits as a parameter, with every byte encoded. */
  private static final int LONGEST_LINE = 16 << 10;

  private static final int MOST_HEADERS = 32 << 10;

  /** For running answers, once nobody can connect any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final CountDownLatch closed = new CountDownLatch(1);

  private HttpServer(ApplicationContext context) {
    this.context = context;
    server = context.getBean(EmbeddedServer.class);
  }

  /** Starts it with these objects as beans; it answers when this returns. */
  public static HttpServer start(ServerConfig config, Object... beans) {
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .environmentPropertySource(false)
            .bootstrapEnvironment(false)
            .properties(properties(config))
            .singletons(config)
            .singletons(beans)
            .start();
    var started = new HttpServer(context);
    try {
      // The registry is made lazily: a first scrape would meet it empty.
      HttpGauges.register(
          started.bean(MeterRegistry.class),
          started.bean(HttpConnections.class),
          started.bean(InFlight.class));
      started.server.start();
      return started;
    } catch (ServerStartupException e) {
      context.close();
      throw refused(config, e);
    }
  }

  /** Refuses an address that cannot be listened on before anything is begun for it. */
  static void expectFree(ServerConfig config) {
    if (config.port() == 0) {
      return;
    }
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(config.host(), config.port()));
    } catch (IOException e) {
      throw refused(config, e);
    }
  }

  private static IllegalStateException refused(ServerConfig config, Exception cause) {
    return new IllegalStateException(
        "cannot listen on %s:%d, which is in use or not ours; choose another with --port"
            .formatted(config.host(), config.port()),
        cause);
  }

  /** Where it answers. */
  public URI uri() {
    String host = server.getHost();
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    return URI.create("http://" + (any ? "127.0.0.1" : host) + ":" + server.getPort());
  }

  /** One of its beans. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Tells everybody to go elsewhere, and gives them {@code time} for it: all is still served. */
  void drain(Duration time) {
    bean(HttpConnections.class).drain();
    bean(Waits.class).stop();
    try {
      if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("closed while it drained");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more connections and lets running answers end, for a while. */
  void stopListening() {
    HttpConnections connections = bean(HttpConnections.class);
    connections.stopListening();
    try {
      if (!connections.awaitQuiet(PATIENCE)) {
        LOG.info("answers that were still under way after {} are cut off", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it and closes every bean. */
  @Override
  public void close() {
    closed.countDown();
    server.stop();
    context.close();
  }

  private static Map<String, Object> properties(ServerConfig config) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("micronaut.application.name", "tercet");
    properties.put("tercet.serve.api", config.roles().contains(Role.API));
    properties.put("micronaut.server.host", config.host());
    properties.put("micronaut.server.port", config.port() == 0 ? -1 : config.port());
    properties.put("micronaut.server.idle-timeout", "-1s");
    properties.put("micronaut.server.netty.request-decompression-enabled", false);
    properties.put("micronaut.server.netty.max-initial-line-length", LONGEST_LINE);
    properties.put("micronaut.server.netty.max-header-size", MOST_HEADERS);
    properties.put("micronaut.server.max-request-size", NO_LIMIT);
    properties.put("micronaut.server.max-request-buffer-size", Body.DOCUMENT_LIMIT);
    properties.put("endpoints.all.enabled", false);
    properties.put("endpoints.health.enabled", true);
    properties.put("endpoints.health.details-visible", "ANONYMOUS");
    properties.put("endpoints.health.disk-space.enabled", false);
    properties.put("endpoints.health.jdbc.enabled", false);
    properties.put("endpoints.health.discovery-client.enabled", false);
    properties.put("endpoints.prometheus.enabled", true);
    properties.put("endpoints.prometheus.sensitive", false);
    properties.put("micronaut.metrics.enabled", true);
    properties.put("micronaut.metrics.export.prometheus.enabled", true);
    properties.put("micronaut.metrics.export.prometheus.descriptions", true);
    return properties;
  }
}

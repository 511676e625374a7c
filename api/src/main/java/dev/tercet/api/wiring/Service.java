package dev.tercet.api.wiring;

import dev.tercet.api.config.StoresConfig;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.security.AdminKey;
import dev.tercet.api.security.Keys;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.saga.WorkerSessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Tercet: embedded stores if there are no others, HTTP, and the work of its roles. */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** What must be closed, the last started first. */
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private final HttpServer http;
  private final Engine engine;

  /** Tells a person what happens. */
  public interface Notices {
    /** One step of the start. */
    void step(String what);

    /** The key that was drawn, shown this once. */
    void drawn(String key);
  }

  /**
   * Starts. HTTP answers when this returns; the stores may still be away.
   *
   * @throws UncheckedIOException when an embedded store does not start
   */
  public static Service start(TercetConfig config, InstantSource clock, Notices notices) {
    return new Service(config, clock, notices);
  }

  private Service(TercetConfig config, InstantSource clock, Notices notices) {
    boolean started = false;
    try {
      StoresConfig.External external = config.stores().external();
      @Nullable EmbeddedStores embedded =
          external == null ? embedded(config, notices::step) : null;
      Keys keys =
          new AdminKey(config.server().dataDir())
              .obtain(config.server().adminKey(), embedded != null, notices::drawn);
      Models models = Models.of(config.llm(), config.embedding(), clock);
      var services = new LateServices();
      var operations = new LateOperations();
      var states = new StoreStates();
      http =
          opened(
              HttpServer.start(
                  config.server(),
                  keys,
                  services,
                  operations,
                  states,
                  new InFlight(config.server().maxInFlightBytes())));
      StoreAddresses addresses =
          embedded == null ? StoreAddresses.of(required(external)) : StoreAddresses.of(embedded);
      MeterRegistry meters = http.bean(MeterRegistry.class);
      Stores stores = opened(new Stores(config, addresses, models.embedder(), meters));
      engine =
          opened(
              new Engine(
                  config,
                  stores,
                  models,
                  meters,
                  new Engine.Process(
                      services,
                      operations,
                      embedded != null,
                      states,
                      self(config),
                      clock,
                      it -> describe(embedded, it))));
      engine.start();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Where it answers. */
  public URI uri() {
    return http.uri();
  }

  /** Waits until it can take work; false when {@code longest} passes first. */
  public boolean awaitReady(Duration longest) throws InterruptedException {
    return engine.awaitReady(longest);
  }

  /** Takes nothing more, lets what runs end, and stops everything, the embedded stores last. */
  @Override
  public void close() {
    if (http != null) {
      http.drain();
    }
    while (!running.isEmpty()) {
      AutoCloseable next = running.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly", next.getClass().getSimpleName(), e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    running.push(closeable);
    return closeable;
  }

  private EmbeddedStores embedded(TercetConfig config, Consumer<String> progress) {
    try {
      return opened(EmbeddedStores.start(config.server().dataDir(), progress));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(@Nullable EmbeddedStores embedded, Stores.Opened opened) {
    if (embedded != null) {
      try {
        embedded.describe(opened.points().collection());
      } catch (IOException e) {
        throw new UncheckedIOException("stores.json cannot be written", e);
      }
    }
  }

  private static StoresConfig.External required(StoresConfig.@Nullable External external) {
    if (external == null) {
      throw new IllegalStateException("neither embedded nor external stores");
    }
    return external;
  }

  private static WorkerSessions.Worker self(TercetConfig config) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    String version = Service.class.getPackage().getImplementationVersion();
    return new WorkerSessions.Worker(
        host,
        ProcessHandle.current().pid(),
        version == null ? "development" : version,
        config.work().concurrency());
  }
}

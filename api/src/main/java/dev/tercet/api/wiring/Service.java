package dev.tercet.api.wiring;

import dev.tercet.api.config.HttpConfig;
import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.api.config.StoresConfig.QueueKeeper;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.SpoolFolder;
import dev.tercet.api.security.AdminKey;
import dev.tercet.api.security.KnownKeys;
import dev.tercet.api.services.DiskSpace;
import dev.tercet.api.services.Operations;
import dev.tercet.api.services.Services;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.process.HeldFolder;
import dev.tercet.pipeline.document.ReaderPool;
import dev.tercet.saga.time.Clocks;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Tercet: embedded stores if there are no others, HTTP, and the work of its roles. */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** What must be closed, the last started first. */
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private final @Nullable EmbeddedStores embedded;
  private final HttpServer http;
  private final Engine engine;
  private final Duration drain;

  /** Tells a person what happens. */
  public interface Notices {
    /** One step of the start. */
    void step(String what);

    /** A store has died or does not start again; comes at any time. */
    void trouble(String what);

    /** The administrator key that was drawn now, and the file in which it stands. */
    void drawn(String key, Path file);
  }

  /**
   * Starts. HTTP answers when this returns; the stores may still be away.
   *
   * @param wall shows the time, and may be stepped
   * @throws IllegalStateException when an embedded store does not start
   */
  public static Service start(TercetConfig config, InstantSource wall, Notices notices) {
    return new Service(config, SteadyClock.beside(wall), notices);
  }

  private Service(TercetConfig config, Clocks clocks, Notices notices) {
    drain = config.server().drain();
    boolean started = false;
    try {
      StoresConfig.External external = config.stores().external();
      // Nothing is drawn, told or started by who may not have the folder or the port.
      HeldFolder held = folder(config, notices);
      HttpServer.expectFree(config.server());
      KnownKeys keys =
          new AdminKey(config.server().dataDir())
              .obtain(config.server().adminKey(), notices::drawn);
      ReaderPool reader = opened(ReaderSetup.of(config.documents()));
      // The embedded stores and the HTTP server take about as long, so they start side by side.
      CompletableFuture<@Nullable EmbeddedStores> starting =
          held == null
              ? CompletableFuture.completedFuture(null)
              : embedded(held, config.stores(), notices);
      var states = new StoreStates(Stores.watched(config.stores().queue()));
      var application = new LateApplication(states);
      Services.Source services = application::services;
      Operations.Source operations = application::operations;
      var diskSpace = new LateDiskSpace();
      var inFlight = inFlight(config.server(), diskSpace);
      Models models;
      try {
        http =
            opened(
                HttpServer.start(
                    config.server(),
                    keys,
                    services,
                    operations,
                    states,
                    diskSpace,
                    inFlight,
                    reader));
        models = opened(Models.of(config, clocks));
      } finally {
        embedded = started(starting, held);
      }
      if (embedded != null) {
        diskSpace.set(embedded.diskSpace()::shortage, embedded.dataDir());
      }
      StoreAddresses addresses =
          external == null ? StoreAddresses.of(required(embedded)) : StoreAddresses.of(external);
      Stores stores = opened(new Stores(config, addresses, models.embedder(), meters()));
      if (external != null) {
        stores.refuseUnfit();
      }
      var assembly = new Assembly(config, http, models, diskSpace, clocks);
      engine = opened(new Engine(assembly, stores, application, states, this::describe));
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

  /** What it counts. */
  public MeterRegistry meters() {
    return http.bean(MeterRegistry.class);
  }

  /** Waits until it can take work; false when {@code longest} passes first. */
  public boolean awaitReady(Duration longest) throws InterruptedException {
    return engine.awaitReady(longest);
  }

  /** Says to everybody that it is about to stop, and goes on serving for the configured time. */
  public void drain() {
    if (http != null) {
      http.drain(drain);
    }
  }

  /** Takes nothing more, lets what runs end, and stops everything, the embedded stores last. */
  @Override
  public void close() {
    if (http != null) {
      http.stopListening();
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

  private static InFlight inFlight(ServerConfig server, DiskSpace diskSpace) {
    HttpConfig http = server.http();
    return new InFlight(
        http.maxInFlightBytes(),
        new SpoolFolder(server.dataDir(), http.maxSpoolBytes(), diskSpace::shortage));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    running.push(closeable);
    return closeable;
  }

  /** Embedded stores have it to themselves; beside others it holds little, for several programs. */
  private @Nullable HeldFolder folder(TercetConfig config, Notices notices) {
    try {
      if (config.stores().external() != null) {
        HeldFolder.closeToOthers(config.server().dataDir(), notices::trouble);
        return null;
      }
      return opened(HeldFolder.take(config.server().dataDir(), notices::trouble));
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder cannot be used: " + e.getMessage(), e);
    }
  }

  private static CompletableFuture<@Nullable EmbeddedStores> embedded(
      HeldFolder held, StoresConfig config, Notices notices) {
    var starting = new CompletableFuture<@Nullable EmbeddedStores>();
    Thread.ofPlatform()
        .name("embedded-stores")
        .start(() -> {
          try {
            starting.complete(
                EmbeddedStores.start(
                    held,
                    config.embeddedVectors(),
                    config.engine(),
                    config.queue() == QueueKeeper.REDIS,
                    notices::step,
                    notices::trouble));
          } catch (IOException | RuntimeException e) {
            starting.completeExceptionally(e);
          }
        });
    return starting;
  }

  /**
   * Waits for the embedded stores; they are the first to be noted, so that they stop last, and give
   * the folder free.
   */
  private @Nullable EmbeddedStores started(
      CompletableFuture<@Nullable EmbeddedStores> starting, @Nullable HeldFolder held) {
    try {
      EmbeddedStores stores = starting.join();
      if (stores != null) {
        if (held != null) {
          running.remove(held); // it is the stores' now
        }
        running.addLast(stores);
      }
      return stores;
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      throw new IllegalStateException(
          cause == null ? e.getMessage() : cause.getMessage(), cause == null ? e : cause);
    }
  }

  private void describe(String collection) {
    if (embedded != null) {
      try {
        embedded.describe(collection);
      } catch (IOException e) {
        throw new UncheckedIOException("stores.json cannot be written", e);
      }
    }
  }

  private static EmbeddedStores required(@Nullable EmbeddedStores stores) {
    if (stores == null) {
      throw new IllegalStateException("neither embedded nor external stores");
    }
    return stores;
  }
}

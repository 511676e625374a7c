package dev.tercet.api;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.SpoolFolder;
import dev.tercet.api.security.KnownKeys;
import dev.tercet.api.services.DiskSpace;
import dev.tercet.api.services.Services;
import dev.tercet.api.wiring.HttpServer;
import dev.tercet.api.wiring.ReaderSetup;
import dev.tercet.api.wiring.StoreStates;
import dev.tercet.pipeline.document.ReaderPool;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real HTTP server over stores in memory. */
public final class ServerInMemory implements AutoCloseable {
  /** The administrator key. */
  public static final String KEY = "a-key-for-the-tests";

  private final StoresInMemory stores = new StoresInMemory();
  private final StoreStates states = new StoreStates(EnumSet.allOf(Store.class));
  public final InFlight inFlight;
  private final HttpServer server;
  private final ReaderPool reader;
  private final Path data = temporary();
  private volatile Runnable before = () -> {};
  private volatile String shortage = "";

  public ServerInMemory() {
    this(Map.of());
  }

  /** With these variables set. */
  public ServerInMemory(Map<String, String> environment) {
    var variables = new HashMap<>(Map.of("TERCET_PORT", "0"));
    variables.putAll(environment);
    TercetConfig config =
        TercetConfig.of(Settings.defaults().withEnvironment(variables, ServerInMemory::refuse));
    DiskSpace diskSpace = () -> shortage;
    inFlight =
        new InFlight(
            config.server().http().maxInFlightBytes(),
            new SpoolFolder(data, config.server().http().maxSpoolBytes(), diskSpace::shortage));
    Services services = stores.services();
    Services.Source source =
        () -> {
          before.run();
          return services;
        };
    KnownKeys keys = KnownKeys.ofAdmin(KnownKeys.hash(KEY));
    reader = ReaderSetup.of(config.documents());
    server = HttpServer.start(config.server(), keys, states, inFlight, diskSpace, source, reader);
  }

  /** From now on the disk lacks room in these words; none when they are empty. */
  public void fillDisk(String words) {
    shortage = words;
  }

  /** From now on every use of a store fails this way; null heals. */
  public void breakStores(@Nullable RuntimeException failure) {
    before =
        () -> {
          if (failure != null) {
            throw failure;
          }
        };
  }

  /** From now on this runs before every use of a store. */
  public void beforeStores(Runnable act) {
    before = act;
  }

  /** What readiness is told. */
  public StoreStates states() {
    return states;
  }

  /** One of the server's own beans. */
  public <T> T bean(Class<T> type) {
    return server.bean(type);
  }

  /** Postgres, gone. */
  public static StoreUnavailableException postgresAway() {
    return new StoreUnavailableException(
        StoreUnavailableException.Store.POSTGRES, "refused", new IOException("refused"));
  }

  /** What stands behind it. */
  public StoresInMemory stores() {
    return stores;
  }

  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
    reader.close();
  }

  /** Where it keeps what does not fit into memory. */
  public Path data() {
    return data;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tercet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuse(String warning) {
    throw new IllegalArgumentException(warning);
  }
}

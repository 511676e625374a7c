package dev.tercet.embedded.vector;

import dev.tercet.embedded.vector.index.Catalog;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.search.IndexSearcher;

/**
 * The engine as a server on a port of its own, with its data in a folder.
 *
 * <p>A write that was answered is seen by every later read and survives the death of the process.
 * One server at a time may use a folder, which the caller sees to.
 */
public final class VectorServer implements AutoCloseable {
  private static final int LARGEST_REQUEST = 64 * 1024 * 1024;
  private static final int MOST_CLAUSES = 65_536;
  private static final int SECONDS_TO_DRAIN = 5;

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger VECTORIZATION =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  private final Catalog catalog;
  private final ExecutorService calls;
  private final Server server;

  private VectorServer(Catalog catalog, ExecutorService calls, Server server) {
    this.catalog = catalog;
    this.calls = calls;
    this.server = server;
  }

  /**
   * Opens the folder, which repeats the writes that a killed server had only in its journal, and
   * listens.
   *
   * @param folder created when absent
   * @param address a loopback address; port 0 takes any free one
   * @param apiKey what every call but those for its health has to bring
   * @param progress is told in a line for a person when a damaged collection was set aside
   */
  public static VectorServer start(
      Path folder, InetSocketAddress address, String apiKey, Consumer<String> progress)
      throws IOException {
    // A limit of the whole process; a filter may name more points than Lucene thinks wise.
    IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
    // Its advice to add an incubator module gains little here and would greet every user.
    VECTORIZATION.setLevel(Level.SEVERE);
    KeyCheck check = new KeyCheck(apiKey);
    Catalog catalog = Catalog.open(folder, progress);
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    Server server =
        NettyServerBuilder.forAddress(address)
            .executor(calls)
            .maxInboundMessageSize(LARGEST_REQUEST)
            .addService(new HealthService())
            .addService(ServerInterceptors.intercept(new CollectionsService(catalog), check))
            .addService(ServerInterceptors.intercept(new PointsService(catalog), check))
            .build();
    VectorServer running = new VectorServer(catalog, calls, server);
    boolean started = false;
    try {
      server.start();
      started = true;
    } finally {
      if (!started) {
        running.close();
      }
    }
    return running;
  }

  public int port() {
    return server.getPort();
  }

  /** Waits until it is closed. */
  void awaitEnd() throws InterruptedException {
    server.awaitTermination();
  }

  /** Lets the calls in progress end, then makes everything durable. */
  @Override
  public void close() throws IOException {
    server.shutdown();
    try {
      if (!server.awaitTermination(SECONDS_TO_DRAIN, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException _) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    calls.shutdown();
    catalog.close();
  }
}

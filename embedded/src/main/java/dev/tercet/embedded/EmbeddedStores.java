package dev.tercet.embedded;

import dev.tercet.embedded.vector.VectorServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The three stores of one data folder, running on loopback ports.
 *
 * <p>One program at a time uses a folder. A program that is killed leaves Postgres and Redis
 * running; the next one takes them over or replaces them on the same data. A Postgres or Redis that
 * dies while the program runs is started again on its port. Ports are taken again when they are
 * free.
 */
public final class EmbeddedStores implements AutoCloseable {
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final DataFolder folder;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final QdrantAddress qdrant;

  /**
   * Starts all three stores and returns when they answer.
   *
   * @param dataDir created when absent; deleting it while nothing runs deletes the data
   * @param progress is told each step in a line for a person, by any thread; nothing is printed
   * @param trouble is told likewise that a store has died or does not start again
   * @throws EmbeddedStoresException when the folder is in use, the platform has no binaries, or a
   *     store does not start; whatever was started is stopped before
   */
  public static EmbeddedStores start(
      Path dataDir, Consumer<String> progress, Consumer<String> trouble) throws IOException {
    DataFolder folder = DataFolder.at(dataDir);
    return new EmbeddedStores(folder, progress, trouble);
  }

  /** The same with one listener for everything. */
  public static EmbeddedStores start(Path dataDir, Consumer<String> progress) throws IOException {
    return start(dataDir, progress, progress);
  }

  private EmbeddedStores(DataFolder folder, Consumer<String> progress, Consumer<String> trouble)
      throws IOException {
    this.folder = folder;
    String shortage = room().shortage();
    if (!shortage.isEmpty()) {
      throw new EmbeddedStoresException(
          "There is no room to start in %s: %s; make room, or choose another with --data"
              .formatted(folder.root(), shortage));
    }
    try {
      running.push(FolderLock.take(folder));
      Ports ports = new Ports(folder.ports());
      RunAs user = RunAs.decide(folder);
      BinaryCache cache = BinaryCache.of(folder, user, progress);
      redis = RedisServer.start(folder, ports, cache, progress);
      running.push(redis);
      postgres = PostgresServer.start(folder, ports, user, cache, progress);
      running.push(postgres);
      qdrant = startVectors(ports, progress);
      running.push(new StoresFile(folder.storesFile()));
      Revival.of(List.of(redis, postgres), progress, trouble).forEach(running::push);
    } catch (IOException | RuntimeException e) {
      stopAfter(e);
      throw e;
    }
  }

  private void stopAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private QdrantAddress startVectors(Ports ports, Consumer<String> progress) throws IOException {
    int port = ports.choose("qdrant");
    progress.accept("Starting the vector engine on port " + port);
    String key = new Secrets(folder.secrets()).password("qdrant");
    var address = new InetSocketAddress(Ports.LOOPBACK, port);
    VectorServer vectors = VectorServer.start(folder.qdrant(), address, key, progress);
    running.push(vectors);
    ports.remember("qdrant", port);
    return new QdrantAddress(Ports.HOST, port, key);
  }

  public PostgresAddress postgres() {
    return postgres.address();
  }

  public RedisAddress redis() {
    return redis.address();
  }

  public QdrantAddress qdrant() {
    return qdrant;
  }

  /**
   * Writes {@code stores.json} into the folder, which names the running stores for users' scripts.
   * It disappears when the stores are stopped.
   *
   * @param collection the full name of the collection that reads use, which only the caller knows
   */
  public void describe(String collection) throws IOException {
    new StoresFile(folder.storesFile()).write(postgres(), redis(), qdrant(), collection);
  }

  /** The room on the disk under the stores. */
  public DiskRoom room() {
    return new DiskRoom(folder.root());
  }

  /** The folder that holds the data, real and absolute. */
  public Path dataDir() {
    return folder.root();
  }

  /** Stops the vector engine, Postgres, then Redis, and gives the folder free. Idempotent. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IOException("A store did not stop cleanly", e) : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
